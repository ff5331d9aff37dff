import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import { repeated } from '../combinators/repeated';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'two nodes of one Galera cluster have the same wsrep_node_name',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const names = new Set(peers.map((peer) => nameOf(peer)?.value));
      for (const { item, first, key } of repeated(peers, (peer) => nameOf(peer)?.value)) {
        const [own, other] = [nameOf(item), nameOf(first)];
        if (!own?.valueSpan || !other?.valueSpan || own.nameSpan === other.nameSpan) continue;
        const edit = names.has(item.host.name) ? undefined : setValue(own, item.host.name);
        yield {
          span: own.valueSpan,
          message: `wsrep_node_name ${key} of ${item.host.name} is already that of ${first.host.name}: logs, status and wsrep_sst_donor cannot tell the two nodes apart`,
          related: [{ span: other.valueSpan, message: `name of ${first.host.name}` }],
          // A donor list that speaks of the name may mean either of the two.
          fixes: () =>
            edit ? [{ title: `Call the node ${item.host.name}`, safe: !isDonor(peers, key), edits: [edit] }] : [],
        };
      }
    }
  },
});

function nameOf({ host }: GaleraPeer) {
  return host.options.effective('wsrep_node_name');
}

function isDonor(peers: readonly GaleraPeer[], name: string): boolean {
  return peers.some(({ host }) =>
    (host.options.value('wsrep_sst_donor') ?? '').split(',').some((donor) => donor.trim() === name),
  );
}
