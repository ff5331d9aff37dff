import type { DesiredCluster, DesiredHost, Program, Stop } from './desired';
import { corosyncUnit } from './corosync-unit';
import { changedFiles, differs, observedFile, type Pair } from './difference';
import { hostUnit, restartUnit } from './host-unit';
import type { ObservedHost } from './observed';
import { inOrder, orderStops } from './order';
import type { Unit } from './unit';

export interface PlannedCluster {
  readonly name: string;
  readonly units: readonly Unit[];
  /** Hosts whose files are as they should be. */
  readonly unchanged: readonly string[];
}

/** Everything a deploy will do, in order. Whoever confirms it confirms its digest. */
export interface Plan {
  readonly clusters: readonly PlannedCluster[];
  readonly stops: readonly Stop[];
  /** What the digest is made of: the plan as text. Two plans with equal texts do the same. */
  readonly text: string;
}

export interface PlanChoices {
  /** Leave programs alone that would need a restart: their files are put in place and count at the next start. */
  readonly noRestart: boolean;
  /** Replace files that somebody changed on the host since the last deploy. */
  readonly overwriteDrift: boolean;
  /** Deploy in spite of errors found in the files. */
  readonly withErrors: boolean;
  /** Stop and start corosync on all nodes together for what counts in no other way. */
  readonly restartCorosync: boolean;
}

/** Compares what should be with what was found and lists what to do. */
export function planDeploy(
  desired: readonly DesiredCluster[],
  observed: ReadonlyMap<string, ObservedHost>,
  choices: PlanChoices,
): Plan {
  const stops: Stop[] = [];
  return planOf(
    desired.map((cluster) => planCluster(cluster, observed, choices, stops)),
    stops,
  );
}

/**
 * Restarts programs in the order and through the gates of a deploy, without touching a file. Proxies are reloaded.
 * @param program only these programs
 */
export function planRestart(
  desired: readonly DesiredCluster[],
  observed: ReadonlyMap<string, ObservedHost>,
  program: 'database' | 'haproxy' | undefined,
): Plan {
  const stops: Stop[] = [];
  const clusters = desired.map((cluster) => {
    const found = pairsOf(cluster, observed);
    for (const pair of found) stops.push(...trialStops(pair));
    const units = (['database', 'haproxy'] as const)
      .filter((each) => program === undefined || program === each)
      .flatMap((each) =>
        inOrder(found, each)
          .filter(({ seen }) => seen.programs.some((one) => one.program === each && one.isRunning))
          .map((pair) => restartUnit(pair, each, found)),
      );
    stops.push(...loneNodes(units, found));
    return { name: cluster.name, units, unchanged: [] };
  });
  return planOf(clusters, stops);
}

const planOf = (clusters: readonly PlannedCluster[], stops: readonly Stop[]): Plan => ({
  clusters,
  stops,
  text: JSON.stringify(clusters),
});

/** A host's name is unique in its cluster only. */
export const hostKey = (cluster: string, host: string): string => `${cluster}/${host}`;

function pairsOf(cluster: DesiredCluster, observed: ReadonlyMap<string, ObservedHost>): Pair[] {
  return cluster.hosts.flatMap((host) => {
    const seen = observed.get(hostKey(cluster.name, host.name));
    return seen ? [{ host, seen }] : [];
  });
}

function planCluster(
  cluster: DesiredCluster,
  observed: ReadonlyMap<string, ObservedHost>,
  choices: PlanChoices,
  stops: Stop[],
): PlannedCluster {
  stops.push(...cluster.stops.filter((stop) => stop.kind !== 'errors' || !choices.withErrors));
  const found = pairsOf(cluster, observed);
  const changed = found.filter(({ host, seen }) => host.files.some((file) => differs(file, seen)));
  for (const pair of changed) stops.push(...trialStops(pair), ...fileStops(pair, choices));
  const units: Unit[] = [];
  const corosync = changed.filter(({ host, seen }) => changedFiles(host, seen, 'corosync').length > 0);
  if (corosync.length > 0) {
    const unit = corosyncUnit(corosync, found, choices, stops);
    units.push(unit);
    if (unit.activation.kind !== 'nothing' && found.length < cluster.hosts.length) {
      const message = 'corosync.conf takes effect on all nodes at once, so all of them must be deployed to together';
      stops.push({ kind: 'unreachable', host: undefined, message });
    }
  }
  for (const program of ['database', 'haproxy'] as const) {
    for (const pair of inOrder(changed, program)) {
      const files = changedFiles(pair.host, pair.seen, program);
      if (files.length > 0) units.push(hostUnit(pair, program, files, choices, found));
    }
  }
  stops.push(...loneNodes(units, found), ...orderStops(changed, found, choices));
  const unchanged = found.filter((each) => !changed.includes(each)).map(({ host }) => host.name);
  return { name: cluster.name, units, unchanged };
}

function trialStops({ host, seen }: Pair): Stop[] {
  if (seen.lock) {
    const { owner, secondsLeft } = seen.lock;
    const message = `${owner} is deploying to it; the lock ends by itself in ${secondsLeft} s`;
    return [{ kind: 'locked', host: host.name, message }];
  }
  if (seen.unfinished === undefined) return [];
  const what = `an earlier deploy (${seen.unfinished}) was neither confirmed nor taken back`;
  const message = `${what}; "quorate deploy --roll-back --host ${host.name}" takes it back`;
  return [{ kind: 'unfinished', host: host.name, message }];
}

function fileStops({ host, seen }: Pair, { overwriteDrift }: PlanChoices): Stop[] {
  if (overwriteDrift) return [];
  return host.files.flatMap((file): Stop[] => {
    const there = observedFile(file, seen);
    if (!differs(file, seen) || !there.found) return [];
    if (there.deployed === undefined || there.deployed === there.found.digest) return [];
    const message = `${file.path} was changed on the host since the last deploy; take the change over into ${file.source}, or replace it with --overwrite-drift`;
    return [{ kind: 'drift', host: host.name, message }];
  });
}

/** A Galera node that finds no peer does not come back. */
function loneNodes(units: readonly Unit[], found: readonly Pair[]): Stop[] {
  return units.flatMap(({ program, activation, hosts }): Stop[] => {
    if (program !== 'database' || activation.kind !== 'restart') return [];
    return hosts.flatMap(({ name }): Stop[] => {
      const galera = serverOf(found, name)?.galera;
      if (!galera || galera.size >= 2) return [];
      const message = 'it is the only node of its Galera cluster: restarted, it finds no peer and does not come back';
      return [{ kind: 'unsupported', host: name, message: `${message}; choose --no-restart` }];
    });
  });
}

function serverOf(found: readonly Pair[], name: string): ObservedHost['server'] {
  return found.find(({ host }: { readonly host: DesiredHost }) => host.name === name)?.seen.server;
}

/** Programs whose units are planned host by host. */
export type HostProgram = Exclude<Program, 'corosync'>;
