import type { DesiredHost, Program } from './desired';
import type { ObservedHost } from './observed';

interface Pair {
  readonly host: DesiredHost;
  readonly seen: ObservedHost;
}

/**
 * Hosts of a cluster in the order they are deployed to: what others depend on least comes first. Replicas come before
 * what they replicate from, read-only servers before those that take writes, the writer last; Galera nodes that are
 * busy as donors come behind the others.
 */
export function inOrder<T extends Pair>(pairs: readonly T[], program: Program): T[] {
  if (program !== 'database') return [...pairs];
  const weight = (pair: T): number => weightOf(pair);
  return pairs
    .map((pair, index) => ({ pair, index }))
    .sort((a, b) => weight(a.pair) - weight(b.pair) || a.index - b.index)
    .map(({ pair }) => pair);
}

function weightOf({ host, seen: { server } }: Pair): number {
  if (!server) return host.roles.includes('source') ? 3 : 0;
  if (server.galera) return server.galera.state === 'Synced' ? 0 : 1;
  const takesWrites = server.readOnly ? 0 : server.isReplica ? 1 : 2;
  return takesWrites * 2 + (server.replicas > 0 ? 1 : 0) + (host.roles.includes('source') ? 1 : 0);
}
