import type { DesiredHost, Program } from './desired';
import { type Pair, plannedHost } from './difference';
import { effectOf, setGlobal } from './effect';
import type { ObservedHost } from './observed';
import type { HostProgram, PlanChoices } from './plan';
import { suspensionsFor } from './suspend';
import type { Activation, PlannedEffect, PlannedFile, PlannedHost, Unit } from './unit';

/** New files of a database server or a proxy. `peers` are all hosts of the cluster that were looked at. */
export function hostUnit(
  pair: Pair,
  program: HostProgram,
  files: readonly PlannedFile[],
  choices: PlanChoices,
  peers: readonly Pair[],
): Unit {
  const { host, seen } = pair;
  const planned = plannedHost(pair, program, files);
  const effects =
    program === 'database'
      ? seen.changedOptions.map((option) => ({
          host: host.name,
          what: option.name,
          effect: effectOf(option, seen.server),
        }))
      : files.map((file): PlannedEffect => ({ host: host.name, what: file.path, effect: 'reload' }));
  const activation =
    program === 'database'
      ? databaseActivation(seen, planned, effects, choices)
      : proxyActivation(seen, planned, choices);
  return unitOf(pair, program, planned, activation, effects, peers);
}

/** A restart that was asked for; a proxy is reloaded, which gives it new workers just as well. */
export function restartUnit(pair: Pair, program: HostProgram, peers: readonly Pair[]): Unit {
  const kind = program === 'database' ? 'restart' : 'reload';
  const activation: Activation = { kind, reason: 'it was asked for', statements: [], undo: [] };
  return unitOf(pair, program, plannedHost(pair, program, []), activation, [], peers);
}

function unitOf(
  pair: Pair,
  program: HostProgram,
  planned: PlannedHost,
  activation: Activation,
  effects: readonly PlannedEffect[],
  peers: readonly Pair[],
): Unit {
  const { host, seen } = pair;
  const isWriter = program === 'database' && isTodaysWriter(host, seen);
  return {
    program,
    hosts: [planned],
    activation,
    effects,
    interruption: interruptionOf(program, activation, planned, seen),
    reason: reasonOf(program, seen, isWriter),
    restartsWriter: isWriter && activation.kind === 'restart',
    suspensions: program === 'database' && activation.kind === 'restart' ? suspensionsFor(pair, peers) : [],
  };
}

function databaseActivation(
  seen: ObservedHost,
  host: PlannedHost,
  effects: readonly PlannedEffect[],
  choices: PlanChoices,
): Activation {
  const plain = { statements: [], undo: [] };
  if (!host.wasRunning) return { kind: 'nothing', reason: 'the server does not run', ...plain };
  if (seen.recreated?.program === 'database' && !choices.noRestart) return { ...recreation(host), ...plain };
  if (effects.length === 0) return { kind: 'nothing', reason: 'the server reads the same as before', ...plain };
  const late = effects.filter(({ effect }) => effect === 'restart').map(({ what }) => what);
  if (late.length > 0 && !choices.noRestart) {
    const by = host.owner ? `, through ${ownerText(host.owner)}` : '';
    return { kind: 'restart', reason: `${late.join(', ')} cannot be changed at run time${by}`, ...plain };
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

function ownerText({ kind, name }: NonNullable<PlannedHost['owner']>): string {
  return kind === 'pacemaker' ? `Pacemaker's resource ${name}` : `the container ${name}`;
}

function recreation({ owner }: PlannedHost): Pick<Activation, 'kind' | 'reason'> {
  return { kind: 'restart', reason: `the compose file makes another container of ${owner?.service ?? 'it'}` };
}

function proxyActivation(seen: ObservedHost, host: PlannedHost, choices: PlanChoices): Activation {
  const plain = { statements: [], undo: [] };
  if (!host.wasRunning) return { kind: 'nothing', reason: 'it does not run', ...plain };
  if (seen.recreated?.program === 'haproxy') {
    if (!choices.noRestart) return { ...recreation(host), ...plain };
    return {
      kind: 'nothing',
      reason: 'no restart was wanted; the container is as it was until it is made anew',
      ...plain,
    };
  }
  return { kind: 'reload', reason: 'a reload keeps open sessions, a restart would cut them', ...plain };
}

export function isTodaysWriter(host: DesiredHost, { server }: ObservedHost): boolean {
  if (!server) return host.roles.includes('source');
  if (server.group) return server.group.role === 'PRIMARY';
  return !server.readOnly && !server.galera && (server.replicas > 0 || host.roles.includes('source'));
}

function reasonOf(program: Program, { server }: ObservedHost, isWriter: boolean): string {
  if (program === 'haproxy') return 'proxies follow the servers they send sessions to';
  if (server?.galera) return 'one Galera node at a time: the others keep the quorum';
  if (server?.group) return isWriter ? 'the primary comes last' : 'secondaries of the group come first, one at a time';
  if (isWriter) return 'the writer comes last';
  return server?.isReplica ? 'replicas come before their source' : 'servers without replicas come first';
}

function interruptionOf(program: Program, { kind }: Activation, host: PlannedHost, { server }: ObservedHost): string {
  if (kind === 'nothing' || kind === 'set-global') return 'none';
  if (program === 'haproxy' && kind === 'restart')
    return 'its sessions are cut, and none begins until it is there again';
  if (program === 'haproxy') {
    const { removedServers: gone } = host;
    if (gone.length === 0) return 'none for open sessions; new ones wait for milliseconds';
    return `sessions to ${gone.join(', ')}, which the new file does not have, get 10 s to end and are then closed`;
  }
  const reads = server?.galera ? 'this node is away' : 'the server is away';
  const others = (host.owner?.transition ?? []).filter((each) => !each.endsWith(` ${host.owner?.name}`));
  const moved = others.length > 0 ? `; Pacemaker will also: ${others.join(', ')}` : '';
  return `${reads} for as long as it takes to stop and start, with its buffer pool cold afterwards${moved}`;
}
