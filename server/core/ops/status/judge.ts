import { ObservedCluster } from './cluster';
import { quorumDevice } from './corosync/device';
import { corosyncMembership } from './corosync/membership';
import { galeraComponents } from './galera/components';
import { galeraStates } from './galera/nodes';
import { galeraTransfers } from './galera/transfer';
import { groupReplication } from './group-replication/members';
import { haproxyPools } from './haproxy/pools';
import type { HostObservation } from './observation';
import { orchestratorAnalysis } from './orchestrator/analysis';
import { pacemakerState } from './pacemaker/state';
import { channelsOf } from './replication/channel';
import { classify } from './replication/classify';
import { diverged } from './replication/diverged';
import { remarks } from './replication/remarks';
import { rowLoss } from './replication/row-loss';
import { semiSync } from './replication/semi-sync';
import { mayBeStale, stale } from './replication/stale';
import { access } from './servers/access';
import { identities } from './servers/identities';
import { missingChannels } from './replication/missing';
import { writers } from './servers/writers';
import type { ClusterTarget } from './target';
import { inOrder, type Verdict } from './verdict';

/** Looks at one refresh of a cluster, and at the one before where changes tell more than states. */
export type Judge = (cluster: ObservedCluster, before: ObservedCluster | undefined) => Iterable<Verdict>;

const judges: readonly Judge[] = [
  access,
  (cluster) => cluster.servers.flatMap((server) => channelsOf(server).map((channel) => classify(channel, cluster))),
  missingChannels,
  remarks,
  identities,
  rowLoss,
  diverged,
  stale,
  semiSync,
  writers,
  galeraStates,
  galeraTransfers,
  galeraComponents,
  groupReplication,
  corosyncMembership,
  quorumDevice,
  pacemakerState,
  haproxyPools,
  orchestratorAnalysis,
];

/**
 * Everything to be said of a cluster, worst first. Where one verdict explains another the consequence is left out.
 *
 * @param before the same cluster at the refresh before, which some verdicts need to be certain
 */
export function judge(
  target: ClusterTarget,
  hosts: readonly HostObservation[],
  before?: readonly HostObservation[],
): Verdict[] {
  const cluster = new ObservedCluster(target, hosts);
  const earlier = before && new ObservedCluster(target, before);
  return inOrder(judges.flatMap((each) => [...each(cluster, earlier)]));
}

/** Whether one look leaves something open that a second one a moment later settles. */
export function wantsSecondLook(target: ClusterTarget, hosts: readonly HostObservation[]): boolean {
  return mayBeStale(new ObservedCluster(target, hosts));
}
