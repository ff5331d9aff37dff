import type { DesiredHost, Program } from '../../../server/core/ops/desired';
import type { ObservedFile, ObservedHost, ObservedProgram, ObservedServer } from '../../../server/core/ops/observed';
import type { Session } from '../ssh/session';
import { changedKeys, changedOptions, type TextChange } from './changes';
import { fromBase64, runStep } from './host-program';

/**
 * Looks at a host: its files, programs, lock, and what its database server says. Nothing is changed.
 * @throws HostError
 */
export async function observeHost(session: Session, host: DesiredHost, signal?: AbortSignal): Promise<ObservedHost> {
  const paths = host.files.map((file) => file.path);
  const output = await runStep(session, ['observe', ...paths], {}, signal ? { signal } : {});
  const lines = output.split('\n').map((line) => line.split('\t'));
  const of = (kind: string): string[][] => lines.filter(([first]) => first === kind).map(([, ...rest]) => rest);
  const files = [...of('file').map(presentFile), ...of('missing').map(missingFile)];
  const [lock] = of('lock');
  const changes = (program: Program): TextChange[] => textChanges(host, files, program);
  return {
    name: host.name,
    files,
    programs: of('program').map(observedProgram),
    lock: lock && { owner: fromBase64(lock[0] ?? '').trim(), secondsLeft: Number(lock[1]) },
    unfinished: of('trial')[0]?.[0],
    server: observedServer(of('server')[0], of('galera')[0], of('variable')),
    changedOptions: changedOptions(changes('database')),
    changedKeys: changes('corosync')
      .filter(({ path }) => path.endsWith('.conf'))
      .flatMap(changedKeys),
  };
}

/** The text of a file as found on a host, for people to compare; empty where there is none or it is a key. */
export function foundText(seen: ObservedHost, path: string): string {
  const content = seen.files.find((file) => file.path === path)?.found?.content;
  return content === undefined ? '' : fromBase64(content);
}

function textChanges(host: DesiredHost, files: readonly ObservedFile[], program: Program): TextChange[] {
  return host.files
    .filter((file) => file.program === program && !file.isSecret)
    .map(({ path, content }) => ({
      path,
      before: fromBase64(files.find((each) => each.path === path)?.found?.content ?? ''),
      after: fromBase64(content),
    }));
}

function presentFile(fields: readonly string[]): ObservedFile {
  const [path = '', real = '', digest = '', access = '', label = '', deployed = '', mount, content = ''] = fields;
  const [owner = '', group = '', mode = ''] = access.split('|');
  return {
    path: fromBase64(path),
    found: {
      real: fromBase64(real),
      digest,
      owner,
      group,
      mode,
      label: label === '' || label === '?' ? undefined : label,
      content: content === '' ? undefined : content,
      isMount: mount === '1',
    },
    deployed: deployed === '' ? undefined : deployed,
  };
}

function missingFile([path = '', deployed = '']: readonly string[]): ObservedFile {
  return { path: fromBase64(path), found: undefined, deployed: deployed === '' ? undefined : deployed };
}

function observedProgram([program, version = '', service = '', pids = '']: readonly string[]): ObservedProgram {
  return {
    program: program as Program,
    version: version === '' ? undefined : fromBase64(version).trim(),
    service: service === '' ? undefined : service,
    isRunning: pids.trim() !== '',
  };
}

function observedServer(
  server: readonly string[] | undefined,
  galera: readonly string[] | undefined,
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
  };
}
