import { createHash } from 'node:crypto';
import type { DesiredFile, DesiredHost, Program, Stop } from '../../../server/core/ops/desired';
import type {
  ChangedOption,
  ObservedFile,
  ObservedHost,
  ObservedProgram,
  ObservedServer,
} from '../../../server/core/ops/observed';
import { isMasked, withSecretsOf } from '../../../server/core/ops/secrets';
import type { Session } from '../ssh/session';
import { readAccess } from './file-access';
import { changedKeys, changedOptions, removedServers, type TextChange } from './changes';
import { changedServices, serverWords } from './compose-changes';
import { fromBase64, runStep, toBase64 } from './host-program';
import { type NodeOfPacemaker, observedPacemaker, resourceOf } from './pacemaker-owner';

/** A host as it was found, and as it should be: secrets that stay on the host are in their places. */
export interface LookedAt {
  readonly host: DesiredHost;
  readonly seen: ObservedHost;
  /** Places of secrets for which the host has none. */
  readonly stops: readonly Stop[];
}

/**
 * Looks at a host: its files, programs, lock, and what its database server says. Nothing is changed.
 * @throws HostError
 */
export async function observeHost(session: Session, wanted: DesiredHost, signal?: AbortSignal): Promise<LookedAt> {
  const paths = wanted.files.flatMap((file) => [file.program, file.path]);
  const output = await runStep(session, ['observe', ...paths], { host_name: wanted.name }, signal ? { signal } : {});
  const lines = output.split('\n').map((line) => line.split('\t'));
  const of = (kind: string): string[][] => lines.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const files = [...of('file').map(presentFile), ...of('missing').map(missingFile)];
  const [lock] = of('lock');
  const { host, stops } = withSecrets(wanted, files);
  const changes = (program: Program): TextChange[] => textChanges(host, files, program);
  const pacemaker = observedPacemaker(of('pacemaker')[0]);
  const programs = of('program').map((fields) => observedProgram(fields, pacemaker));
  const recreated = recreatedContainer(host, files, programs);
  const options = changedOptions(changes('database'));
  const variables = [...of('variable'), ...(await probed(session, programs, of('server').length > 0, options))];
  const seen: ObservedHost = {
    name: host.name,
    files,
    programs: await Promise.all(programs.map((program) => simulated(session, program))),
    lock: lock && { owner: fromBase64(lock[0] ?? '').trim(), secondsLeft: Number(lock[1]) },
    unfinished: of('trial')[0]?.[0],
    server: observedServer(of('server')[0], of('galera')[0], of('group')[0], variables),
    changedOptions: options,
    changedKeys: changes('corosync')
      .filter(({ path }) => path.endsWith('.conf'))
      .flatMap(changedKeys),
    addresses: of('address').flatMap(([address]) => address ?? []),
    proxied: of('proxied').flatMap(([states]) => proxiedServers(fromBase64(states ?? ''))),
    recreated: recreated.found,
    removedServers: removedServers(changes('haproxy')),
    orchestrated: [],
    pacemaker: pacemaker && { isInMaintenance: pacemaker.crm.summary.maintenance },
  };
  return { host, seen, stops: [...stops, ...recreated.stops] };
}

/** Puts the secrets of a host into the places that an import left for them. */
function withSecrets(
  host: DesiredHost,
  found: readonly ObservedFile[],
): { readonly host: DesiredHost; readonly stops: Stop[] } {
  const stops: Stop[] = [];
  const files = host.files.map((file): DesiredFile => {
    const wanted = file.isSecret ? '' : fromBase64(file.content);
    if (!isMasked(wanted)) return file;
    const there = found.find((each) => each.path === file.path)?.found?.content ?? '';
    const { text, missing } = withSecretsOf(wanted, fromBase64(there));
    for (const line of missing) {
      const message = `${file.source}:${line} has ******** in place of a secret, and ${file.path} of the host has no such line to take it from; write the value on the host or in the file`;
      stops.push({ kind: 'secret', host: host.name, message });
    }
    return { ...file, content: toBase64(text), digest: createHash('sha256').update(text).digest('hex') };
  });
  return { host: { ...host, files }, stops };
}

/** The text of a file as found on a host, for people to compare; empty where there is none or it is a key. */
export function foundText(seen: ObservedHost, path: string): string {
  const content = seen.files.find((file) => file.path === path)?.found?.content;
  return content === undefined ? '' : fromBase64(content);
}

function textChanges(host: DesiredHost, files: readonly ObservedFile[], program: Program): TextChange[] {
  return host.files
    .filter((file) => file.program === program && !file.isSecret && !file.isCompose)
    .map(({ path, content }) => ({
      path,
      before: fromBase64(files.find((each) => each.path === path)?.found?.content ?? ''),
      after: fromBase64(content),
    }));
}

function presentFile(fields: readonly string[]): ObservedFile {
  const [path = '', real = '', digest = '', access = '', deployed = '', mount, content = ''] = fields;
  return {
    path: fromBase64(path),
    found: {
      real: fromBase64(real),
      digest,
      access: readAccess(access),
      content: content === '' ? undefined : content,
      isMount: mount === '1',
    },
    deployed: deployed === '' ? undefined : deployed,
  };
}

function missingFile([path = '', deployed = '']: readonly string[]): ObservedFile {
  return { path: fromBase64(path), found: undefined, deployed: deployed === '' ? undefined : deployed };
}

const inContainer = { kind: 'container', node: '', isClone: false, transition: [] } as const;

/** What a new compose file does to the container of this host, and what of it cannot be one unit of work. */
function recreatedContainer(
  host: DesiredHost,
  files: readonly ObservedFile[],
  programs: readonly ObservedProgram[],
): { readonly found: ObservedHost['recreated']; readonly stops: readonly Stop[] } {
  const stops: Stop[] = [];
  let found: ObservedHost['recreated'];
  for (const { path, program, source, content } of host.files.filter((file) => file.isCompose)) {
    const before = fromBase64(files.find((file) => file.path === path)?.found?.content ?? '');
    const after = fromBase64(content);
    if (before === after) continue;
    const service = programs.find((each) => each.program === program)?.owner?.service;
    const services = changedServices(before, after);
    const others = services.filter((each) => each !== service);
    const stop = (message: string): void => void stops.push({ kind: 'unsupported', host: host.name, message });
    if (service === undefined)
      stop(`no container on the host was made by ${path}; start it once with docker compose up`);
    else if (others.length > 0) {
      stop(
        `${source} also changes ${others.join(', ')}: one container is made anew, watched and taken back at a time, so change one service, deploy it, and then the next`,
      );
    } else if (services.length > 0) found = { program, options: serverWords(after, service) };
  }
  return { found, stops };
}

function observedProgram(fields: readonly string[], pacemaker: NodeOfPacemaker | undefined): ObservedProgram {
  const [program, version = '', service = '', pids = '', container = '', composed = ''] = fields;
  return {
    program: program as Program,
    version: version === '' ? undefined : fromBase64(version).trim(),
    service: service === '' ? undefined : service,
    isRunning: pids.trim() !== '',
    owner:
      container === ''
        ? pacemaker && resourceOf(program as Program, pacemaker)
        : { ...inContainer, name: container, service: composed === '' ? undefined : composed },
  };
}

/** With what Pacemaker would do to stop the database server, which is the one that gets restarted. */
async function simulated(session: Session, found: ObservedProgram): Promise<ObservedProgram> {
  const { program, owner } = found;
  if (program !== 'database' || owner?.kind !== 'pacemaker') return found;
  const output = await runStep(session, ['simulate', owner.name, owner.node, owner.isClone ? '1' : '0']);
  return { ...found, owner: { ...owner, transition: output.split('\n').filter((line) => line !== '') } };
}

/** A name as it may stand in a statement. */
const plainName = /^\w+$/;

/** What MySQL says of options that change; MariaDB lists all its variables unasked. */
async function probed(
  session: Session,
  programs: readonly ObservedProgram[],
  answers: boolean,
  options: readonly ChangedOption[],
): Promise<string[][]> {
  const server = programs.find(({ program }) => program === 'database');
  const names = options.map(({ name }) => name).filter((name) => plainName.test(name));
  if (!answers || names.length === 0 || /mariadb/i.test(server?.version ?? '')) return [];
  const container = server?.owner?.kind === 'container' ? server.owner.name : '';
  const output = await runStep(session, ['probe_variables', container, ...names]);
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => line.split('\t').slice(1));
}

/** `backend server address operation administration` of every server a proxy may drain. */
function proxiedServers(states: string): { readonly name: string; readonly address: string }[] {
  return states.split('\n').flatMap((line) => {
    const [backend, server, address] = line.split(' ');
    return backend && server && address ? [{ name: `${backend}/${server}`, address }] : [];
  });
}

function observedServer(
  server: readonly string[] | undefined,
  galera: readonly string[] | undefined,
  group: readonly string[] | undefined,
  variables: readonly (readonly string[])[],
): ObservedServer | undefined {
  if (!server) return undefined;
  const [readOnly, replicas, isReplica] = server;
  const scope = (written: string | undefined): 'session' | 'global' =>
    written?.startsWith('SESSION') ? 'session' : 'global';
  return {
    dynamic: Object.fromEntries(variables.map(([name = '', written]) => [name, scope(written)] as const)),
    values: Object.fromEntries(variables.map(([name = '', , value = '']) => [name, fromBase64(value)] as const)),
    readOnly: readOnly !== '0' && readOnly !== 'OFF',
    replicas: Number(replicas),
    isReplica: isReplica === '1',
    galera: galera && { state: galera[0] ?? '', uuid: galera[1] ?? '', size: Number(galera[2]) },
    group: group && { role: group[0] ?? '', state: group[1] ?? '' },
  };
}
