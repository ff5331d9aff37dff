import { type GaleraPeer, addressLists, galeraClusters, listedAs, withMembers } from '../../model/galera-clusters';
import { isArgument } from '../../model/build-host';
import type { Setting } from '../../model/setting';
import type { Span } from '../../syntax/tree';
import type { Fix } from '../finding';
import { setValue } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'wsrep_cluster_address names no member, which founds a new cluster',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      for (const [line, sharing] of founders(peers)) {
        const others = peers.filter((peer) => peer.address?.nameSpan !== line);
        const [node, rest] = [namesOf(sharing), namesOf(others)];
        const { address } = sharing[0];
        if (!address?.valueSpan) continue;
        yield {
          span: address.valueSpan,
          severity: others.length > 0 ? 'error' : 'warning',
          message:
            others.length > 0
              ? `With this address ${node} never rejoins ${rest}: its next start is refused, or it founds a second cluster beside theirs when its data directory is new`
              : `With this address ${node} founds a cluster of its own whenever it starts: it never joins another node`,
          fixes: () => fixes(address, peers),
        };
      }
    }
  },
});

/** Lines that name no member, each with the nodes that read it. */
function founders(peers: readonly GaleraPeer[]): Map<Span, [GaleraPeer, ...GaleraPeer[]]> {
  const lines = new Map<Span, [GaleraPeer, ...GaleraPeer[]]>();
  for (const peer of peers) {
    // An argument of a container is given on purpose, and taken away again without an edit on the host.
    if (!peer.address || peer.members?.length !== 0 || isArgument(peer.address)) continue;
    const sharing = lines.get(peer.address.nameSpan);
    if (sharing) sharing.push(peer);
    else lines.set(peer.address.nameSpan, [peer]);
  }
  return lines;
}

/**
 * Gives the node the members the other nodes list, or else the addresses the nodes are known by. Not safe: when no
 * node runs, a node with members in its list does not start by itself any more.
 */
function fixes(address: Setting, peers: readonly GaleraPeer[]): Fix[] {
  const members = membersOf(peers);
  const edit = members.length < 2 ? undefined : setValue(address, withMembers(address.value ?? '', members));
  return edit ? [{ title: `List all members: ${members.join(', ')}`, safe: false, edits: [edit] }] : [];
}

function membersOf(peers: readonly GaleraPeer[]): string[] {
  const listed = addressLists(peers).flatMap(({ members }) => members);
  const known = addressLists(peers).map(({ ownKey, peer }) => ({ key: ownKey, text: listedAs(peer) }));
  const byKey = new Map<string, string>();
  for (const { key, text } of [...listed, ...known]) {
    if (key !== undefined && text !== undefined && !byKey.has(key)) byKey.set(key, text);
  }
  return [...byKey.values()];
}

function namesOf(peers: readonly GaleraPeer[]): string {
  return peers.map(({ host }) => host.name).join(', ');
}
