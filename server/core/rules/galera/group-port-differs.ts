import type { Endpoint } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { type GaleraPeer, galeraClusters } from '../../model/galera-clusters';
import { groupPorts, type GroupPorts } from '../../model/group-ports';
import type { Span } from '../../syntax/tree';
import { type Fix, replace, type Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'the nodes of a Galera cluster look for one another on other ports than they listen on',
  *check(cluster) {
    for (const peers of galeraClusters(cluster)) {
      const nodes = peers.flatMap((peer): Node[] => {
        const ports = groupPorts(peer);
        return ports ? [{ peer, ...ports }] : [];
      });
      // With the usual ports nobody has said anything, which is nearly always so.
      if (nodes.some(({ span, peer }) => span ?? peer.members?.some(({ port }) => port !== undefined)))
        yield* checkNodes(nodes, cluster);
    }
  },
});

interface Node extends GroupPorts {
  readonly peer: GaleraPeer;
}

/** One node that looks for another one where it does not listen. */
interface Miss {
  readonly from: Node;
  readonly to: Node;
  readonly port: number;
  /** The line to blame: the port of the node that is missed, else that of the one who looks, else its list. */
  readonly blamed: Span;
}

function* checkNodes(nodes: readonly Node[], cluster: Cluster): Generator<Report> {
  const misses = nodes.flatMap((from) => missesOf(from, nodes, cluster));
  const blamed = new Map<Span, Miss[]>();
  for (const miss of misses) blamed.set(miss.blamed, [...(blamed.get(miss.blamed) ?? []), miss]);
  for (const [span, list] of blamed) {
    const node = nodes.find((each) => each.span === span);
    const isAlone = node !== undefined && isUnreached(node, nodes, misses) && nodes.every(isWhole);
    const told = node ? nodeText(node, list) : list.map(listText).join('; ');
    yield {
      span,
      severity: isAlone ? 'error' : 'warning',
      message: `${told}: ${
        isAlone
          ? 'they never meet, and whoever starts second gives up after half a minute'
          : 'which node starts first decides whether they meet'
      }`,
      fixes: () => (node ? fixes(node, list) : []),
    };
  }
}

/** A node with a port of its own, what the others try instead, and what it tries itself. */
function nodeText(node: Node, misses: readonly Miss[]): string {
  const [seekers, sought] = [misses.filter(({ to }) => to === node), misses.filter(({ from }) => from === node)];
  const { name } = node.peer.host;
  const verb = seekers.length > 1 ? 'look' : 'looks';
  return [
    ...(seekers.length > 0
      ? [
          `${name} listens on port ${node.listens}, while ${names(seekers, ({ from }) => from)} ${verb} for it on ${ports(seekers)}`,
        ]
      : []),
    ...(sought.length > 0
      ? [`${name} looks on port ${ports(sought)} for ${names(sought, ({ to }) => to)}, where nobody listens`]
      : []),
  ].join(', and ');
}

function listText({ from, to, port }: Miss): string {
  return `${from.peer.host.name} looks for ${to.peer.host.name} on port ${port}, and it listens on ${to.listens}`;
}

function names(misses: readonly Miss[], of: (miss: Miss) => Node): string {
  return [...new Set(misses.map((miss) => of(miss).peer.host.name))].join(', ');
}

function ports(misses: readonly Miss[]): string {
  return [...new Set(misses.map(({ port }) => port))].join(', ');
}

/** The port on which everybody looks for the node. Not safe: several nodes may be on one machine, or a firewall. */
function fixes({ peer, base, span }: Node, misses: readonly Miss[]): Fix[] {
  const [port, ...more] = new Set(misses.filter(({ to }) => to.peer === peer).map((miss) => miss.port));
  return port === undefined || more.length > 0 || !base || base.span !== span
    ? []
    : [
        {
          title: `Let ${peer.host.name} use port ${port}, on which the others look for it`,
          safe: false,
          edits: [replace(base.valueSpan, String(port))],
        },
      ];
}

function missesOf(from: Node, nodes: readonly Node[], cluster: Cluster): Miss[] {
  return (from.peer.members ?? []).flatMap((member: Endpoint): Miss[] => {
    const host = cluster.hostCalled(member.address);
    const to = nodes.find(({ peer }) => peer.host === host);
    const port = member.port ?? from.looks;
    if (!to || to === from || to.listens === port || isShared(to, nodes)) return [];
    const blamed = to.span ?? (member.port === undefined ? from.span : undefined) ?? from.peer.address?.valueSpan;
    return blamed ? [{ from, to, port, blamed }] : [];
  });
}

/** Nodes on one machine have one address, and which of them is meant only the port tells. */
function isShared({ peer }: Node, nodes: readonly Node[]): boolean {
  return nodes.some(
    (other) => other.peer !== peer && [...other.peer.host.addresses].some((each) => peer.host.addresses.has(each)),
  );
}

/** Whether a node and the others miss each other in both directions, as far as they look for each other at all. */
function isUnreached(node: Node, nodes: readonly Node[], misses: readonly Miss[]): boolean {
  const isMissed = (from: Node, to: Node): boolean => misses.some((miss) => miss.from === from && miss.to === to);
  return nodes.every((other) => other === node || (isMissed(node, other) && isMissed(other, node)));
}

/** Whether a node's own file has the options, so that no file that nobody sees has other ones. */
function isWhole({ peer }: Node): boolean {
  return peer.host.options.effective('wsrep_provider_options') !== undefined;
}
