import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import type { Setting } from '../../model/setting';
import { differing } from '../combinators/differing';
import type { Edit, Report } from '../finding';
import { onePerPlace, setBelow, setValue } from '../option-edits';
import { clusterRule } from '../rule';

/** The name a node takes when nothing gives it one (MariaDB 10.5 to 11.8, Percona XtraDB Cluster 8.0). */
const defaultName = 'my_wsrep_cluster';

export default clusterRule({
  severity: 'error',
  summary: 'nodes that list one another carry different wsrep_cluster_name values',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) yield* checkPeers(peers);
  },
});

function* checkPeers(peers: readonly GaleraPeer[]): Generator<Report> {
  const named = peers.filter((peer) => peer.cluster?.value !== undefined);
  const found = differing(named, (peer) => peer.cluster?.value);
  const wanted = found?.wanted ?? named[0]?.cluster?.value;
  if (wanted === undefined) return;
  // A node without the name may get it from a place we do not see, so such a finding is a warning.
  const nameless = wanted === defaultName ? [] : peers.filter((peer) => !peer.cluster && peer.address);
  const deviating = [...(found?.deviating ?? []), ...nameless];
  const agreeing = found?.agreeing ?? named;
  const [first] = agreeing;
  if (!first) return;
  for (const peer of deviating) {
    const [span, other] = [placeOf(peer), placeOf(first)];
    if (!span || !other) continue;
    const has = peer.cluster
      ? `calls its cluster "${peer.cluster.value}"`
      : `sets no wsrep_cluster_name, which means "${defaultName}"`;
    yield {
      span,
      severity: peer.cluster ? 'error' : 'warning',
      message: `Node ${peer.host.name} ${has}, node ${first.host.name} "${wanted}": they refuse one another, and a node that finds no other gives up after half a minute and stays down`,
      related: [{ span: other, message: `"${wanted}" on ${agreeing.map(({ host }) => host.name).join(', ')}` }],
      fixes: () => {
        const edits = onePerPlace(deviating.map((each) => rename(each, wanted)));
        const isClear = agreeing.length > deviating.length;
        return edits.length === 0
          ? []
          : [{ title: `Call the cluster "${wanted}" on every node`, safe: isClear, edits }];
      },
    };
  }
}

function placeOf({ cluster, address }: GaleraPeer): Setting['valueSpan'] {
  return cluster?.valueSpan ?? address?.nameSpan;
}

function rename({ cluster, address }: GaleraPeer, name: string): Edit | undefined {
  if (cluster) return setValue(cluster, name);
  return address && setBelow(address, { wsrep_cluster_name: name });
}
