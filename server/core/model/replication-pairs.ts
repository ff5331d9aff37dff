import { type Cluster, perCluster } from './cluster';
import type { Host } from './host';
import { topologyOf } from './topology/topology';

/** A server and one that replicates from it. */
export interface Pair {
  readonly source: Host;
  readonly replica: Host;
  /** False where names and roles alone suggest it. */
  readonly isProven: boolean;
  /** Whether images set the two up from their environment: they write option files of their own, which are not here. */
  readonly isByImage: boolean;
}

/** Who replicates from whom among the hosts of a cluster; what only the roles suggest stands in where nothing is proven. */
export const pairsOf: (cluster: Cluster) => readonly Pair[] = perCluster((cluster) => {
  const { edges, assumed } = topologyOf(cluster);
  const isProven = edges.length > 0;
  return (isProven ? edges : assumed).flatMap(({ source, replica, statement }) =>
    source ? [{ source, replica, isProven, isByImage: statement?.origin === 'environment' }] : [],
  );
});

/** Hosts that get every change from a source and write none of their own: no co-masters, no nodes of other clusters. */
export function pureReplicas(cluster: Cluster): readonly Host[] {
  const topology = topologyOf(cluster);
  return cluster.databases.filter((host) => {
    const proven = topology.rolesOf(host);
    if (['galera-node', 'group-member', 'co-master', 'source'].some((role) => host.roles.has(role as never)))
      return false;
    if (proven.has('co-master') || proven.has('ring-member')) return false;
    return proven.has('replica') || host.roles.has('replica');
  });
}

/** Replicas of one source, in groups of two or more: any of them may be promoted in the place of another one. */
export function siblings(cluster: Cluster): readonly (readonly Host[])[] {
  const bySource = new Map<Host, Set<Host>>();
  for (const { source, replica } of pairsOf(cluster)) {
    bySource.set(source, (bySource.get(source) ?? new Set()).add(replica));
  }
  return [...bySource.values()].filter(({ size }) => size > 1).map((hosts) => [...hosts]);
}
