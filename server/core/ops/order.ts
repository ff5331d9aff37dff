import type { Program, Stop } from './desired';
import type { Pair } from './difference';
import type { PlanChoices } from './plan';

/**
 * Hosts of a cluster in the order they are deployed to: what others depend on least comes first. Replicas come before
 * what they replicate from, read-only servers before those that take writes, the writer last; Galera nodes that are
 * busy as donors come behind the others, members of a group before their primary. Where semi-synchronous replication
 * is switched off, the source comes first: it would wait for replicas that no longer answer.
 */
export function inOrder<T extends Pair>(pairs: readonly T[], program: Program): T[] {
  if (program !== 'database') return [...pairs];
  const direction = pairs.some(stopsWaiting) && pairs.some(stopsAnswering) ? -1 : 1;
  return pairs
    .map((pair, index) => ({ pair, index }))
    .sort((a, b) => direction * (weightOf(a.pair) - weightOf(b.pair)) || a.index - b.index)
    .map(({ pair }) => pair);
}

function weightOf({ host, seen: { server } }: Pair): number {
  if (!server) return host.roles.includes('source') ? 3 : 0;
  if (server.galera) return server.galera.state === 'Synced' ? 0 : 1;
  if (server.group) return server.group.role === 'PRIMARY' ? 1 : 0;
  const takesWrites = server.readOnly ? 0 : server.isReplica ? 1 : 2;
  return takesWrites * 2 + (server.replicas > 0 ? 1 : 0) + (host.roles.includes('source') ? 1 : 0);
}

const isOn = (value: string | undefined): boolean => /^(1|on|true|yes)$/i.test(value ?? '');
const sourceSide = ['rpl_semi_sync_master_enabled', 'rpl_semi_sync_source_enabled'];
const replicaSide = ['rpl_semi_sync_slave_enabled', 'rpl_semi_sync_replica_enabled'];

const turnsOff = ({ seen }: Pair, names: readonly string[]): boolean =>
  seen.changedOptions.some(({ name, before, after }) => names.includes(name) && isOn(before) && !isOn(after));
const stopsWaiting = (pair: Pair): boolean => turnsOff(pair, sourceSide);
const stopsAnswering = (pair: Pair): boolean => turnsOff(pair, replicaSide);
const has = ({ seen }: Pair, names: readonly string[]): boolean =>
  names.some((name) => isOn(seen.server?.values[name]));

/** Semi-synchronous replicas that are switched off while their source goes on waiting for them. */
export function orderStops(changed: readonly Pair[], found: readonly Pair[], { noRestart }: PlanChoices): Stop[] {
  const ending = changed.filter(stopsAnswering);
  if (ending.length === 0 || noRestart) return [];
  const left = found.filter((pair) => has(pair, replicaSide) && !ending.includes(pair)).length;
  return found
    .filter((pair) => has(pair, sourceSide) && !stopsWaiting(pair))
    .filter(({ seen }) => left < Number(seen.server?.values['rpl_semi_sync_master_wait_for_slave_count'] ?? 1))
    .map(({ host }): Stop => {
      const names = ending.map((pair) => pair.host.name).join(', ');
      const message = `it waits for semi-synchronous replicas, and ${names} would no longer be one: every commit would wait for its time limit; switch it off here as well, then this server comes first`;
      return { kind: 'unsupported', host: host.name, message };
    });
}
