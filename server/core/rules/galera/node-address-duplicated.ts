import { type GaleraPeer, addressLists, galeraClusters } from '../../model/galera-clusters';
import { readEndpoint } from '../../model/addresses';
import { repeated } from '../combinators/repeated';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two nodes of one Galera cluster have the same wsrep_node_address',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const unclaimed = unclaimedMembers(peers);
      const given = new Map<GaleraPeer, string>();
      for (const { item, first, key } of repeated(peers, claimOf)) {
        const [own, other] = [item.nodeAddress, first.nodeAddress];
        if (!own?.valueSpan || !other?.valueSpan || own.nameSpan === other.nameSpan) continue;
        const setting = own;
        yield {
          span: own.valueSpan,
          message: `wsrep_node_address ${own.value ?? key} of ${item.host.name} is already that of ${first.host.name}: state transfers go to the wrong node, and ${item.host.name} aborts when it joins`,
          related: [{ span: other.valueSpan, message: `address of ${first.host.name}` }],
          fixes: (): Fix[] => {
            const free = given.get(item) ?? unclaimed.shift();
            if (free === undefined) return [];
            given.set(item, free);
            const edit = setValue(setting, free);
            return edit
              ? [
                  {
                    title: `Give ${item.host.name} the listed address ${free}, which no node has`,
                    safe: false,
                    edits: [edit],
                  },
                ]
              : [];
          },
        };
      }
    }
  },
});

/** The address and port a node claims. Several nodes may share a machine when their ports differ. */
function claimOf(peer: GaleraPeer): string | undefined {
  const endpoint = peer.nodeAddress?.value ? readEndpoint(peer.nodeAddress.value) : undefined;
  if (!endpoint) return undefined;
  const options = peer.host.options.value('wsrep_provider_options') ?? '';
  const listens = /(?:base_port\s*=\s*|gmcast\.listen_addr\s*=\s*\S*?:)(\d+)\s*(?:;|$)/.exec(options)?.[1];
  return `${endpoint.address}:${endpoint.port ?? listens ?? 4567}`;
}

/** Addresses that the nodes list and none of them has, in the order of the lists. */
function unclaimedMembers(peers: readonly GaleraPeer[]): string[] {
  const lists = addressLists(peers);
  const claimed = new Set(lists.map(({ ownKey }) => ownKey));
  const strangers = lists
    .flatMap(({ members }) => members)
    .filter(({ key, peer, isAlias }) => !peer && !isAlias && !claimed.has(key));
  return [...new Set(strangers.map(({ text }) => text))];
}
