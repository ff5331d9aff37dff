import { readEndpoint } from '../../model/addresses';
import { type GaleraPeer, addressLists, galeraClusters } from '../../model/galera-clusters';
import type { Setting } from '../../model/setting';
import { sharing } from '../combinators/sharing';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two nodes of one Galera cluster have the same wsrep_node_address',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const unclaimed = unclaimedMembers(peers);
      for (const claimants of sharing(claims(peers), claimOf).values()) {
        // One of them has it rightly, most likely the first; the others may have any listed address nobody has.
        const free = unclaimed.splice(0, claimants.length - 1);
        const fixes = claimants.slice(1).map((claim, index) => moveTo(claim, free[index]));
        for (const [index, { host, nodeAddress }] of claimants.entries()) {
          const others = claimants.filter((other) => other.host !== host);
          const names = others.map((other) => other.host.name).join(' and ');
          yield {
            span: nodeAddress.valueSpan,
            message: `wsrep_node_address ${nodeAddress.value ?? ''} of ${host.name} is also that of ${names}: state transfers go to the wrong node, and a node that joins with it aborts`,
            related: others.map((other) => ({
              span: other.nodeAddress.valueSpan,
              message: `address of ${other.host.name}`,
            })),
            fixes: () => (index === 0 ? fixes.flat() : (fixes[index - 1] ?? [])),
          };
        }
      }
    }
  },
});

type Claim = GaleraPeer & { readonly nodeAddress: Setting & { readonly valueSpan: NonNullable<Setting['valueSpan']> } };

/** The nodes whose files state an address; of nodes that read one line only the first, as each may have its own elsewhere. */
function claims(peers: readonly GaleraPeer[]): Claim[] {
  const byLine = new Map<unknown, Claim>();
  for (const peer of peers) {
    const line = peer.nodeAddress?.valueSpan;
    if (line && !byLine.has(line)) byLine.set(line, peer as Claim);
  }
  return [...byLine.values()];
}

/** The address and port a node claims. Several nodes may share a machine when their ports differ. */
function claimOf({ nodeAddress, host }: Claim): string | undefined {
  const endpoint = nodeAddress.value ? readEndpoint(nodeAddress.value) : undefined;
  if (!endpoint) return undefined;
  const options = host.options.value('wsrep_provider_options') ?? '';
  const listens = /(?:base_port\s*=\s*|gmcast\.listen_addr\s*=\s*\S*?:)(\d+)\s*(?:;|$)/.exec(options)?.[1];
  return `${endpoint.address}:${endpoint.port ?? listens ?? 4567}`;
}

function moveTo({ host, nodeAddress }: Claim, free: string | undefined): Fix[] {
  const edit = free === undefined ? undefined : setValue(nodeAddress, free);
  return edit
    ? [{ title: `Give ${host.name} the listed address ${free}, which no node has`, safe: false, edits: [edit] }]
    : [];
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
