import type { Stop } from './desired';
import { changedFiles, type Pair, plannedHost } from './difference';
import { corosyncEffect } from './effect';
import type { PlanChoices } from './plan';
import type { Activation, PlannedEffect, Suspension, Unit } from './unit';

/**
 * New files of corosync, on all nodes as one.
 * @param changed hosts with new files
 * @param found all hosts of the cluster that were looked at
 */
export function corosyncUnit(
  changed: readonly Pair[],
  found: readonly Pair[],
  choices: PlanChoices,
  stops: Stop[],
): Unit {
  const hosts = changed.map((pair) => plannedHost(pair, 'corosync', changedFiles(pair.host, pair.seen, 'corosync')));
  const runs = hosts.some((host) => host.wasRunning);
  const effects = changed.flatMap((pair) => effectsOn(pair));
  const late = [...new Set(effects.filter(({ effect }) => effect === 'restart').map(({ what }) => what))];
  if (late.length > 0 && runs && !choices.noRestart && !choices.restartCorosync) {
    const message = `${late.join(', ')} counts only after corosync was stopped on all nodes: choose --restart-corosync to stop and start it everywhere together (Pacemaker in maintenance meanwhile, its resources go on), or --no-restart to put the files in place only`;
    stops.push({ kind: 'corosync', host: undefined, message });
  }
  const kind = !runs || effects.length === 0 ? 'nothing' : late.length === 0 ? 'reload' : restartOr(choices);
  if (kind === 'restart' && hosts.length < found.filter(runsCorosync).length) {
    const message =
      'corosync would be restarted on some nodes only, which splits the cluster: the others have these files already';
    stops.push({ kind: 'unsupported', host: undefined, message });
  }
  const activation: Activation = { kind, reason: reasonFor(kind, runs, late), statements: [], undo: [] };
  return {
    program: 'corosync',
    hosts,
    activation,
    effects,
    interruption:
      kind === 'restart' ? 'no membership for some seconds; what Pacemaker started goes on, unwatched' : 'none',
    reason: 'first, and on all nodes as one: what nodes disagree about splits the cluster',
    restartsWriter: false,
    suspensions: kind === 'restart' ? maintenance(changed) : [],
  };
}

const restartOr = ({ restartCorosync }: PlanChoices): Activation['kind'] => (restartCorosync ? 'restart' : 'nothing');

function runsCorosync({ seen }: Pair): boolean {
  return seen.programs.some(({ program, isRunning }) => program === 'corosync' && isRunning);
}

function effectsOn({ host, seen }: Pair): PlannedEffect[] {
  const keys = seen.changedKeys.map((key) => ({ host: host.name, what: key, effect: corosyncEffect(key) }));
  const hasNewKey = changedFiles(host, seen, 'corosync').some((file) => file.isSecret);
  if (!hasNewKey) return keys;
  return [...keys, { host: host.name, what: 'the key', effect: reloadsKeys(seen.programs) ? 'reload' : 'restart' }];
}

/** Since corosync 3.1 a reload makes all nodes change keys and ciphers in two phases of their own (corosync 3.1.0). */
function reloadsKeys(programs: Pair['seen']['programs']): boolean {
  const { version = '' } = programs.find(({ program }) => program === 'corosync') ?? {};
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 1);
}

function reasonFor(kind: Activation['kind'], runs: boolean, late: readonly string[]): string {
  if (kind === 'reload') return 'one reload makes all nodes take over the new files together';
  if (kind === 'restart') return `${late.join(', ')} is read at the start only, and must become the same everywhere`;
  if (!runs) return 'corosync does not run';
  if (late.length > 0) return `no restart was wanted; ${late.join(', ')} will count after the next restart`;
  return 'corosync reads the same as before';
}

/** Once for the cluster, by the first node on which Pacemaker runs; one that is in maintenance stays so. */
function maintenance(changed: readonly Pair[]): Suspension[] {
  const node = changed.find(({ seen }) => seen.pacemaker !== undefined);
  if (!node || node.seen.pacemaker?.isInMaintenance) return [];
  const reason = 'Pacemaker must not take the missing membership for a failure';
  return [{ kind: 'maintenance', host: node.host.name, reason }];
}
