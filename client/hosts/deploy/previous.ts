import type { DesiredCluster, DesiredFile, DesiredHost, Program, Stop } from '../../../server/core/ops/desired';
import { hostKey } from '../../../server/core/ops/plan';
import { HostError } from '../ssh/host-error';
import type { Session } from '../ssh/session';
import type { Sessions } from '../ssh/sessions';
import { fromBase64, runStep } from './host-program';
import type { Sight } from './look';

/**
 * What hosts had before their last confirmed deploy, as something to deploy: to roll back goes through every check and
 * gate that going forward does.
 */
export async function previousState(desired: readonly DesiredCluster[], sessions: Sessions): Promise<DesiredCluster[]> {
  return Promise.all(
    desired.map(async (cluster) => {
      const stops: Stop[] = [];
      const hosts = await Promise.all(cluster.hosts.map((host) => previousHost(host, sessions, stops)));
      return { ...cluster, hosts: hosts.filter((host) => host.files.length > 0), stops };
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

async function previousHost(host: DesiredHost, sessions: Sessions, stops: Stop[]): Promise<DesiredHost> {
  try {
    return { ...host, files: await previousFiles(await sessions.to(host.access), host, stops) };
  } catch (error) {
    stops.push({
      kind: 'unreachable',
      host: host.name,
      message: error instanceof Error ? error.message : String(error),
    });
    return { ...host, files: [] };
  }
}

async function previousFiles(session: Session, host: DesiredHost, stops: Stop[]): Promise<DesiredFile[]> {
  const output = await runStep(session, ['previous']);
  const files: DesiredFile[] = [];
  let id = '';
  let program: Program = 'database';
  for (const [kind, first = '', digest = '', , content = ''] of output.split('\n').map((line) => line.split('\t'))) {
    if (kind === 'deploy') [id, program] = [first, digest as Program];
    else if (kind === 'old') {
      const path = fromBase64(first);
      const isSecret = path.endsWith('authkey');
      files.push({ source: `before ${id}`, path, program, content, digest, isSecret });
    } else if (kind === 'new') {
      const message = `${fromBase64(first)} was new with deploy ${id}; take it away by hand`;
      stops.push({ kind: 'unsupported', host: host.name, message });
    }
  }
  return files;
}
