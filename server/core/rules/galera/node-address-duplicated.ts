import { readEndpoint } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { type GaleraPeer, addressLists, galeraClusters } from '../../model/galera-clusters';
import { groupPorts } from '../../model/group-ports';
import { addressByNumber, namedAddresses } from '../../model/named-addresses';
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
      for (const claimants of sharing(claims(peers), claimOf).values()) {
        for (const claim of claimants) {
          const { host, nodeAddress } = claim;
          const others = claimants.filter((other) => other.host !== host);
          const names = others.map((other) => other.host.name).join(' and ');
          yield {
            span: nodeAddress.valueSpan,
            message: `wsrep_node_address ${nodeAddress.value ?? ''} of ${host.name} is also that of ${names}: state transfers go to the wrong node, and a node that joins with it aborts`,
            related: others.map((other) => ({
              span: other.nodeAddress.valueSpan,
              message: `address of ${other.host.name}`,
            })),
            fixes: () => {
              const moved = ownAddresses(claimants, peers, cluster);
              return [...moved]
                .filter(([each]) => each === claim || !moved.has(claim))
                .flatMap(([each, address]) => moveTo(each, address));
            },
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
function claimOf(claim: Claim): string | undefined {
  const ports = groupPorts(claim);
  return claim.own === undefined || !ports ? undefined : `${claim.own}:${ports.listens}`;
}

function moveTo({ host, nodeAddress }: Claim, free: string): Fix[] {
  const edit = setValue(nodeAddress, free);
  return edit
    ? [{ title: `Give ${host.name} the listed address ${free}, which no node has`, safe: false, edits: [edit] }]
    : [];
}

/**
 * The claimants whose own address is another one, which the lists have and no node states. What others call a host counts
 * first (a proxy's server line, a node list, an inventory), then how the other hosts are counted. Last, a node that goes
 * by the name of the other claimant's host is the copy, and the only address left is its own.
 */
function ownAddresses(
  claimants: readonly Claim[],
  peers: readonly GaleraPeer[],
  cluster: Cluster,
): ReadonlyMap<Claim, string> {
  const disputed = claimants[0]?.own;
  const free = unclaimedMembers(peers);
  const named = namedAddresses(cluster);
  const counted = addressByNumber(
    peers.flatMap(({ host, own }) =>
      own === undefined || peers.some((other) => other.host !== host && other.own === own)
        ? []
        : [{ host, address: own }],
    ),
  );
  const meant = ({ host }: Claim): string | undefined => {
    const isListed = (address: string): boolean => address === disputed || free.has(address);
    const byOthers = [...(named.get(host.name.toLowerCase()) ?? [])].filter(isListed);
    const told = new Set([...byOthers, ...[...host.addresses].filter((each) => free.has(each))]);
    if (told.size > 0) return told.size === 1 ? [...told][0] : undefined;
    const address = counted(host);
    return address !== undefined && isListed(address) ? address : undefined;
  };
  const found = new Map(claimants.map((claim) => [claim, meant(claim)]));
  const moved = new Map<Claim, string>();
  for (const [claim, address = ''] of found) {
    const text = free.get(address);
    if (text !== undefined && claimants.every((other) => other === claim || found.get(other) !== address))
      moved.set(claim, text);
  }
  const [copy, ...others] = claimants.filter((claim) => isCopy(claim, claimants));
  const [left, ...more] = free.values();
  const isPlain = claimants.length === 2 && others.length + more.length === 0 && peers.every(({ own }) => own);
  if (copy && left !== undefined && isPlain && found.get(copy) === undefined && moved.size === 0) moved.set(copy, left);
  return moved;
}

/** Whether a node goes by the name of another one's host, which then is where its file came from. */
function isCopy({ host }: Claim, claimants: readonly Claim[]): boolean {
  const name = host.options.value('wsrep_node_name')?.toLowerCase();
  return claimants.some((other) => other.host !== host && other.host.name.toLowerCase() === name);
}

/** Addresses that the nodes list and none of them states, with the text of the lists. */
function unclaimedMembers(peers: readonly GaleraPeer[]): ReadonlyMap<string, string> {
  const listed = addressLists(peers).flatMap(({ members }) => members);
  return new Map(
    listed.flatMap(({ text, isAlias }) => {
      const address = readEndpoint(text)?.address ?? text;
      const isTaken = peers.some(({ host, own }) =>
        own === undefined ? host.addresses.has(address) : own === address,
      );
      return isAlias || isTaken ? [] : [[address, text] as const];
    }),
  );
}
