import type { DesiredCluster, DesiredFile, DesiredHost, Program, Stop } from '../../../server/core/ops/desired';
import { hostKey } from '../../../server/core/ops/plan';
import { HostError } from '../ssh/host-error';
import type { Sessions } from '../ssh/sessions';
import { fromBase64, runStep } from './host-program';
import type { Sight } from './look';

/** What a host had before the last confirmed deploy it took part in. */
interface Remembered {
  readonly host: DesiredHost;
  /** When that deploy began, as its ids begin; empty where none is remembered. */
  readonly stamp: string;
  readonly files: readonly DesiredFile[];
  readonly stops: readonly Stop[];
}

/**
 * What the hosts of each cluster had before its last confirmed deploy, as something to deploy: to roll back goes through
 * every check and gate that going forward does. Hosts that had no part in that deploy are left out.
 */
export async function previousState(desired: readonly DesiredCluster[], sessions: Sessions): Promise<DesiredCluster[]> {
  const all = desired.flatMap(({ hosts }) => hosts);
  return Promise.all(
    desired.map(async (cluster) => {
      const remembered = await Promise.all(
        cluster.hosts.map((host) => previousHost(host, sessions, filesBeside(host, all))),
      );
      const last = remembered.map(({ stamp }) => stamp).reduce((a, b) => (a > b ? a : b), '');
      const part = remembered.filter(({ stamp }) => stamp === last && stamp !== '');
      const unknown = remembered.filter(({ stamp }) => stamp === '').flatMap(({ stops }) => stops);
      return {
        ...cluster,
        hosts: part.filter(({ files }) => files.length > 0).map(({ host, files }) => ({ ...host, files })),
        stops: [...unknown, ...part.flatMap(({ stops }) => stops)],
      };
    }),
  );
}

/**
 * Takes back trials that nobody confirmed nor took back, as after a reboot in the middle of one.
 * @returns the hosts where there was one
 * @throws HostError when somebody else is in the middle of it, or the host cannot do it
 */
export async function takeBackUnfinished(
  desired: readonly DesiredCluster[],
  { observed }: Sight,
  sessions: Sessions,
): Promise<string[]> {
  const done: string[] = [];
  for (const cluster of desired) {
    for (const host of cluster.hosts) {
      const { unfinished: id, lock } = observed.get(hostKey(cluster.name, host.name)) ?? {};
      if (id === undefined) continue;
      if (lock) {
        const message = `${lock.owner} is deploying to it; the lock ends by itself in ${lock.secondsLeft} s`;
        throw new HostError(host.name, 'refused', message);
      }
      const session = await sessions.to(host.access);
      await runStep(session, ['restore', id, '1'], {}, { timeoutMs: 960_000 });
      await runStep(session, ['clean', id]);
      done.push(host.name);
    }
  }
  return done;
}

/** Files of other hosts on the same machine, as containers share one: what was deployed to them is not this host's. */
function filesBeside(host: DesiredHost, all: readonly DesiredHost[]): Set<string> {
  const place = ({ access }: DesiredHost): string => `${access.host ?? access.name}:${access.port ?? ''}`;
  const own = new Set(host.files.map(({ path }) => path));
  const beside = all.filter((each) => each !== host && place(each) === place(host));
  return new Set(beside.flatMap(({ files }) => files.map(({ path }) => path)).filter((path) => !own.has(path)));
}

async function previousHost(host: DesiredHost, sessions: Sessions, beside: ReadonlySet<string>): Promise<Remembered> {
  try {
    return remembered(host, await runStep(await sessions.to(host.access), ['previous']), beside);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { host, stamp: '', files: [], stops: [{ kind: 'unreachable', host: host.name, message }] };
  }
}

/** Reads what the host's program prints. */
function remembered(host: DesiredHost, printed: string, beside: ReadonlySet<string>): Remembered {
  const files: DesiredFile[] = [];
  const stops: Stop[] = [];
  let id = '';
  let program: Program = 'database';
  for (const [kind, first = '', digest = '', , content = ''] of printed.split('\n').map((line) => line.split('\t'))) {
    if (kind === 'deploy') [id, program] = [first, digest as Program];
    else if (beside.has(fromBase64(first))) continue;
    else if (kind === 'old') {
      const path = fromBase64(first);
      const isSecret = path.endsWith('authkey');
      const isCompose = host.files.some((file) => file.path === path && file.isCompose) ? { isCompose: true } : {};
      files.push({ source: `before ${id}`, path, program, content, digest, isSecret, ...isCompose });
    } else if (kind === 'new') {
      const message = `${fromBase64(first)} was new with deploy ${id}; take it away by hand`;
      stops.push({ kind: 'unsupported', host: host.name, message });
    }
  }
  return { host, stamp: id.split('-', 1)[0] ?? '', files, stops };
}
