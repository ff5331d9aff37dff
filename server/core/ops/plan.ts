import type { DesiredCluster, DesiredFile, DesiredHost, Program, Stop } from './desired';
import { corosyncEffect, type Effect, effectOf, setGlobal } from './effect';
import type { ObservedFile, ObservedHost } from './observed';
import { inOrder } from './order';

/** One file to replace. */
export interface PlannedFile {
  readonly source: string;
  readonly path: string;
  /** What is replaced: the path behind all links. */
  readonly real: string;
  /** Digest the host must still have, or undefined where there must be no file. */
  readonly before: string | undefined;
  readonly after: string;
  readonly isSecret: boolean;
}

/** How the program learns of new files. */
export interface Activation {
  readonly kind: 'nothing' | 'set-global' | 'reload' | 'restart';
  readonly reason: string;
  /** Statements of `set-global`, and those that take them back. */
  readonly statements: readonly string[];
  readonly undo: readonly string[];
}

export interface PlannedHost {
  readonly name: string;
  readonly files: readonly PlannedFile[];
  readonly service: string | undefined;
  readonly wasRunning: boolean;
}

export interface PlannedEffect {
  readonly host: string;
  /** The option or key, or the file where a whole file counts. */
  readonly what: string;
  readonly effect: Effect;
}

/** What is tried, confirmed and taken back as one: a program of one host, or corosync of all hosts. */
export interface Unit {
  readonly program: Program;
  readonly hosts: readonly PlannedHost[];
  readonly activation: Activation;
  readonly effects: readonly PlannedEffect[];
  /** What clients notice. */
  readonly interruption: string;
  /** Why it stands at this place of the order. */
  readonly reason: string;
  /** Today's writer is restarted, which needs a yes of its own. */
  readonly restartsWriter: boolean;
}

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
}

/** Compares what should be with what was found and lists what to do. */
export function planDeploy(
  desired: readonly DesiredCluster[],
  observed: ReadonlyMap<string, ObservedHost>,
  choices: PlanChoices,
): Plan {
  const stops: Stop[] = [];
  const clusters = desired.map((cluster) => planCluster(cluster, observed, choices, stops));
  return { clusters, stops, text: JSON.stringify(clusters) };
}

/** A host's name is unique in its cluster only. */
export const hostKey = (cluster: string, host: string): string => `${cluster}/${host}`;

function planCluster(
  cluster: DesiredCluster,
  observed: ReadonlyMap<string, ObservedHost>,
  choices: PlanChoices,
  stops: Stop[],
): PlannedCluster {
  stops.push(...cluster.stops.filter((stop) => stop.kind !== 'errors' || !choices.withErrors));
  const found = cluster.hosts.flatMap((host) => {
    const seen = observed.get(hostKey(cluster.name, host.name));
    return seen ? [{ host, seen }] : [];
  });
  const changed = found.filter(({ host, seen }) => host.files.some((file) => differs(file, seen)));
  for (const { host, seen } of changed) stops.push(...stopsOf(host, seen, choices));
  const units: Unit[] = [];
  const corosync = changed.filter(({ host, seen }) => changedFiles(host, seen, 'corosync').length > 0);
  if (corosync.length > 0) {
    const unit = corosyncUnit(corosync, choices, stops);
    units.push(unit);
    if (unit.activation.kind === 'reload' && found.length < cluster.hosts.length) {
      const message = 'corosync.conf takes effect on all nodes at once, so all of them must be deployed to together';
      stops.push({ kind: 'unreachable', host: undefined, message });
    }
  }
  for (const program of ['database', 'haproxy'] as const) {
    for (const { host, seen } of inOrder(changed, program)) {
      const files = changedFiles(host, seen, program);
      if (files.length === 0) continue;
      const unit = hostUnit(host, seen, program, files, choices);
      units.push(unit);
      if (unit.activation.kind === 'restart' && seen.server?.galera && seen.server.galera.size < 2) {
        const message = 'it is the only node of its Galera cluster: restarted, it finds no peer and does not come back';
        stops.push({ kind: 'unsupported', host: host.name, message: `${message}; choose --no-restart` });
      }
    }
  }
  const unchanged = found.filter((each) => !changed.includes(each)).map(({ host }) => host.name);
  return { name: cluster.name, units, unchanged };
}

interface Pair {
  readonly host: DesiredHost;
  readonly seen: ObservedHost;
}

function stopsOf(host: DesiredHost, seen: ObservedHost, { overwriteDrift }: PlanChoices): Stop[] {
  const stop = (kind: Stop['kind'], message: string): Stop => ({ kind, host: host.name, message });
  const stops: Stop[] = [];
  if (seen.lock) {
    const { owner, secondsLeft } = seen.lock;
    stops.push(stop('locked', `${owner} is deploying to it; the lock ends by itself in ${secondsLeft} s`));
  } else if (seen.unfinished !== undefined) {
    const what = `an earlier deploy (${seen.unfinished}) was neither confirmed nor taken back`;
    stops.push(stop('unfinished', `${what}; "quorate deploy --roll-back --host ${host.name}" takes it back`));
  }
  for (const file of host.files) {
    const there = observedFile(file, seen);
    if (!differs(file, seen) || !there.found) continue;
    if (there.found.isMount) {
      const message = `${file.path} is a mount of its own (a container's file?), which a rename cannot replace; change it where it comes from`;
      stops.push(stop('unsupported', message));
    }
    const isDrift = there.deployed !== undefined && there.deployed !== there.found.digest;
    if (isDrift && !overwriteDrift) {
      const message = `${file.path} was changed on the host since the last deploy; take the change over into ${file.source}, or replace it with --overwrite-drift`;
      stops.push(stop('drift', message));
    }
  }
  return stops;
}

function hostUnit(
  host: DesiredHost,
  seen: ObservedHost,
  program: 'database' | 'haproxy',
  files: readonly PlannedFile[],
  choices: PlanChoices,
): Unit {
  const planned = plannedHost(host, seen, program, files);
  const effects = program === 'database' ? databaseEffects(host, seen) : wholeFiles(host, files, 'reload');
  const activation =
    program === 'database' ? databaseActivation(seen, planned, effects, choices) : reloadActivation(planned);
  const isWriter = program === 'database' && isTodaysWriter(host, seen);
  return {
    program,
    hosts: [planned],
    activation,
    effects,
    interruption: interruptionOf(program, activation, seen),
    reason: reasonOf(program, seen, isWriter),
    restartsWriter: isWriter && activation.kind === 'restart',
  };
}

function databaseEffects(host: DesiredHost, seen: ObservedHost): PlannedEffect[] {
  const { changedOptions, server } = seen;
  return changedOptions.map((option) => ({ host: host.name, what: option.name, effect: effectOf(option, server) }));
}

function databaseActivation(
  seen: ObservedHost,
  host: PlannedHost,
  effects: readonly PlannedEffect[],
  choices: PlanChoices,
): Activation {
  const plain = { statements: [], undo: [] };
  if (!host.wasRunning) return { kind: 'nothing', reason: 'the server does not run', ...plain };
  if (effects.length === 0) return { kind: 'nothing', reason: 'the server reads the same as before', ...plain };
  const late = effects.filter(({ effect }) => effect === 'restart').map(({ what }) => what);
  if (late.length > 0 && !choices.noRestart) {
    return { kind: 'restart', reason: `${late.join(', ')} cannot be changed at run time`, ...plain };
  }
  const early = seen.changedOptions.filter(({ name }) => !late.includes(name));
  const rest = late.length > 0 ? `; ${late.join(', ')} will count after the next restart` : '';
  if (early.length === 0) return { kind: 'nothing', reason: `no restart was wanted${rest}`, ...plain };
  const values = seen.server?.values ?? {};
  return {
    kind: 'set-global',
    reason: `${early.map(({ name }) => name).join(', ')} can be changed at run time${rest}`,
    statements: early.map(({ name, after = '' }) => setGlobal(name, after)),
    undo: early.map(({ name }) => setGlobal(name, values[name] ?? '')),
  };
}

function reloadActivation(host: PlannedHost): Activation {
  const plain = { statements: [], undo: [] };
  if (!host.wasRunning) return { kind: 'nothing', reason: 'it does not run', ...plain };
  return { kind: 'reload', reason: 'a reload keeps open sessions, a restart would cut them', ...plain };
}

function corosyncUnit(changed: readonly Pair[], choices: PlanChoices, stops: Stop[]): Unit {
  const hosts = changed.map(({ host, seen }) =>
    plannedHost(host, seen, 'corosync', changedFiles(host, seen, 'corosync')),
  );
  const effects = changed.flatMap(({ host, seen }) =>
    seen.changedKeys.map((key) => ({ host: host.name, what: key, effect: corosyncEffect(key) })),
  );
  const secrets = hosts.filter(({ files }) => files.some((file) => file.isSecret && file.before !== undefined));
  const late = new Set(effects.filter(({ effect }) => effect === 'restart').map(({ what }) => what));
  if (secrets.some((host) => host.wasRunning)) late.add('the key');
  const runs = hosts.some((host) => host.wasRunning);
  if (late.size > 0 && runs && !choices.noRestart) {
    const what = [...late].join(', ');
    const message = `${what} counts only after corosync was stopped on all nodes, which stops the cluster: choose --no-restart to put the files in place, then restart corosync in a maintenance window`;
    stops.push({ kind: 'unsupported', host: undefined, message });
  }
  const isReloaded = runs && late.size === 0 && effects.length > 0;
  const activation: Activation = {
    kind: isReloaded ? 'reload' : 'nothing',
    reason: isReloaded
      ? 'one reload makes all nodes take over the new file together'
      : runs
        ? late.size > 0
          ? `no restart was wanted; ${[...late].join(', ')} will count after the next restart`
          : 'corosync reads the same as before'
        : 'corosync does not run',
    statements: [],
    undo: [],
  };
  return {
    program: 'corosync',
    hosts,
    activation,
    effects,
    interruption: 'none',
    reason: 'first, and on all nodes as one: what nodes disagree about splits the cluster',
    restartsWriter: false,
  };
}

function plannedHost(
  host: DesiredHost,
  seen: ObservedHost,
  program: Program,
  files: readonly PlannedFile[],
): PlannedHost {
  const found = seen.programs.find((each) => each.program === program);
  return { name: host.name, files, service: found?.service, wasRunning: found?.isRunning ?? false };
}

function changedFiles(host: DesiredHost, seen: ObservedHost, program: Program): PlannedFile[] {
  return host.files
    .filter((file) => file.program === program && differs(file, seen))
    .map((file) => {
      const { found } = observedFile(file, seen);
      const { source, path, isSecret, digest: after } = file;
      return { source, path, real: found?.real ?? path, before: found?.digest, after, isSecret };
    });
}

function wholeFiles(host: DesiredHost, files: readonly PlannedFile[], effect: Effect): PlannedEffect[] {
  return files.map((file) => ({ host: host.name, what: file.path, effect }));
}

function observedFile(file: DesiredFile, seen: ObservedHost): ObservedFile {
  const none = { path: file.path, found: undefined, deployed: undefined };
  return seen.files.find((each) => each.path === file.path) ?? none;
}

function differs(file: DesiredFile, seen: ObservedHost): boolean {
  return observedFile(file, seen).found?.digest !== file.digest;
}

function isTodaysWriter(host: DesiredHost, { server }: ObservedHost): boolean {
  if (!server) return host.roles.includes('source');
  return !server.readOnly && !server.galera && (server.replicas > 0 || host.roles.includes('source'));
}

function reasonOf(program: Program, { server }: ObservedHost, isWriter: boolean): string {
  if (program === 'haproxy') return 'proxies follow the servers they send sessions to';
  if (server?.galera) return 'one Galera node at a time: the others keep the quorum';
  if (isWriter) return 'the writer comes last';
  return server?.isReplica ? 'replicas come before their source' : 'servers without replicas come first';
}

function interruptionOf(program: Program, { kind }: Activation, { server }: ObservedHost): string {
  if (kind === 'nothing' || kind === 'set-global') return 'none';
  if (program === 'haproxy') return 'none for open sessions; new ones wait for milliseconds';
  const reads = server?.galera ? 'this node is away' : 'the server is away';
  return `${reads} for as long as it takes to stop and start, with its buffer pool cold afterwards`;
}
