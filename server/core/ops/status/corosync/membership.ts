import { listed, type ObservedCluster } from '../cluster';
import type { Corosync } from '../observation';
import type { Evidence, Verdict } from '../verdict';

interface Node {
  readonly host: string;
  readonly corosync: Corosync;
}

/** Corosync: who sees whom, who may act, and which links carry it. */
export function* corosyncMembership(cluster: ObservedCluster): Generator<Verdict> {
  const nodes = cluster.hosts.flatMap(({ host, corosync }): Node[] =>
    corosync?.answered ? [{ host, corosync: corosync.value }] : [],
  );
  yield* partitions(nodes, cluster);
  for (const node of nodes) {
    yield* quorum(node);
    yield* twoNodes(node);
    yield* links(node);
  }
  yield* missing(nodes);
}

const nodeCount = ({ map }: Corosync): number =>
  new Set(Object.keys(map).flatMap((key) => /^nodelist\.node\.(\d+)\.nodeid$/.exec(key)?.[1] ?? [])).size;

const flagsOf = ({ quorum }: Corosync): string[] => (quorum['Flags'] ?? '').split(/\s+/).filter(Boolean);

function field({ host, corosync }: Node, name: string): Evidence {
  return { host, field: name, value: corosync.quorum[name] ?? '(absent)' };
}

function members({ host, corosync }: Node): Evidence {
  return {
    host,
    field: 'Membership',
    value: corosync.members.map(({ nodeid, name }) => `${nodeid} ${name}`).join(', '),
  };
}

function* quorum(node: Node): Generator<Verdict> {
  if (node.corosync.quorum['Quorate'] !== 'No') return;
  yield {
    id: 'corosync/no-quorum',
    level: 'critical',
    program: 'corosync',
    hosts: [node.host],
    summary: `corosync on ${node.host} has no quorum: it sees ${node.corosync.quorum['Total votes']} of ${node.corosync.quorum['Expected votes']} votes`,
    evidence: ['Quorate', 'Expected votes', 'Total votes', 'Quorum', 'Flags']
      .map((name) => field(node, name))
      .concat(members(node)),
    means: 'Pacemaker stops or freezes resources here (no-quorum-policy) until enough nodes are back.',
    next: 'Bring the missing nodes or the network back. Lower expected votes by hand only when you know the others are off.',
    causes: [{ host: node.host, program: 'corosync', name: 'quorum.expected_votes' }],
  };
}

/** Nodes that all run and see different members: a cut network, another key, another cluster name. */
function* partitions(nodes: readonly Node[], cluster: ObservedCluster): Generator<Verdict> {
  const sides = new Map<string, Node[]>();
  for (const node of nodes) {
    const key = node.corosync.members
      .map(({ nodeid }) => nodeid)
      .sort()
      .join(',');
    sides.set(key, [...(sides.get(key) ?? []), node]);
  }
  if (sides.size < 2) return;
  const quorate = [...sides.values()].filter(([first]) => first?.corosync.quorum['Quorate'] === 'Yes');
  const words = [...sides.values()].map((side) => listed(side.map(({ host }) => host))).join(' against ');
  const logs = nodes.flatMap(({ host }) =>
    (cluster.observation(host)?.logs ?? [])
      .filter(({ program }) => program === 'corosync')
      .flatMap(({ file, lines }) => lines.map((value) => ({ host, field: file, value }))),
  );
  const isKey = logs.some(({ value }) => /digest does not match|unable to decrypt|decrypt|crypto/i.test(value));
  const names = new Set(nodes.map(({ corosync }) => corosync.map['totem.cluster_name']));
  yield {
    id: quorate.length > 1 ? 'corosync/split-brain' : 'corosync/partition',
    level: 'critical',
    program: 'corosync',
    hosts: [...sides.values()].sort((a, b) => a.length - b.length).flatMap((side) => side.map(({ host }) => host)),
    summary: `corosync has parted: ${words}${quorate.length > 1 ? ', and both sides have quorum' : ''}`,
    evidence: [
      ...nodes.flatMap((node) => [
        members(node),
        field(node, 'Quorate'),
        { host: node.host, field: 'totem.cluster_name', value: node.corosync.map['totem.cluster_name'] ?? '' },
      ]),
      ...logs,
    ],
    means: isKey
      ? 'They hear one another and throw the packets away: /etc/corosync/authkey, cipher or hash differ.'
      : names.size > 1
        ? 'They carry different cluster names and take one another for strangers.'
        : 'They run and do not hear one another: network, firewall (UDP 5405), addresses, or another authkey.',
    next: isKey
      ? 'Copy one authkey to all nodes and restart corosync on those that had another.'
      : 'Compare corosync.conf and /etc/corosync/authkey of all nodes, then the network between them.',
    causes: nodes.map(({ host }) => ({ host, program: 'corosync', name: 'totem.cluster_name' })),
  };
}

function* missing(nodes: readonly Node[]): Generator<Verdict> {
  const [first] = nodes;
  if (!first || new Set(nodes.map((node) => members(node).value.replace(' (local)', ''))).size === 0) return;
  const views = new Set(
    nodes.map(({ corosync }) =>
      corosync.members
        .map(({ nodeid }) => nodeid)
        .sort()
        .join(),
    ),
  );
  const expected = nodeCount(first.corosync);
  if (views.size > 1 || first.corosync.members.length >= expected) return;
  const seen = new Set(first.corosync.members.map(({ nodeid }) => nodeid));
  const lost = Object.entries(first.corosync.map).flatMap(([key, id]) => {
    const node = /^nodelist\.node\.(\d+)\.nodeid$/.exec(key)?.[1];
    if (node === undefined || seen.has(id)) return [];
    return [first.corosync.map[`nodelist.node.${node}.name`] ?? `node ${id}`];
  });
  yield {
    id: 'corosync/node-missing',
    level: 'degraded',
    program: 'corosync',
    hosts: lost,
    summary: `corosync lacks ${listed(lost)}: ${first.corosync.members.length} of ${expected} nodes are members`,
    evidence: [members(first), field(first, 'Expected votes'), field(first, 'Total votes')],
    means: 'The cluster has less reserve; with two of three lost nobody may act.',
    next: `Look whether corosync runs on ${listed(lost)}, and at its log.`,
  };
}

/** two_node, misspelt or forgotten, shows as a missing flag; without it the survivor of two loses its quorum. */
function* twoNodes(node: Node): Generator<Verdict> {
  const flags = flagsOf(node.corosync);
  const isExempt = flags.some((flag) => ['2Node', 'AutoTieBreaker', 'Qdevice'].includes(flag));
  const votes = Object.entries(node.corosync.map).filter(([key]) => /^nodelist\.node\.\d+\.quorum_votes$/.test(key));
  const isUnequal = new Set(votes.map(([, value]) => value)).size > 1;
  if (nodeCount(node.corosync) !== 2 || isExempt || isUnequal || flags.length === 0) return;
  yield {
    id: 'corosync/two-node-missing',
    level: 'degraded',
    program: 'corosync',
    hosts: [node.host],
    summary: `corosync on ${node.host} runs a cluster of two without two_node`,
    evidence: [
      field(node, 'Flags'),
      { host: node.host, field: 'quorum.two_node', value: node.corosync.map['quorum.two_node'] ?? '(absent)' },
    ],
    means:
      'When one node goes, the other loses its quorum and stops everything: the pair is less available than one host.',
    next: 'Write two_node: 1 into the quorum section of both nodes (corosync ignores misspelt names), with fencing in Pacemaker, and restart corosync.',
    causes: [
      { host: node.host, program: 'corosync', name: 'quorum.two_node' },
      { host: node.host, program: 'corosync', name: 'quorum.provider' },
    ],
  };
}

function* links(node: Node): Generator<Verdict> {
  const seen = new Set(node.corosync.members.map(({ nodeid }) => nodeid));
  const down = node.corosync.links.filter(
    ({ nodeid, enabled, connected }) => seen.has(nodeid) && enabled && !connected,
  );
  if (down.length === 0) return;
  yield {
    id: 'corosync/link-down',
    level: 'degraded',
    program: 'corosync',
    hosts: [node.host],
    subject: [...new Set(down.map(({ link }) => `link ${link}`))].join(', '),
    summary: `corosync on ${node.host} has lost ${listed([...new Set(down.map(({ link }) => `link ${link}`))])} and runs on what is left`,
    evidence: down.map(({ nodeid, link, addresses }) => ({
      host: node.host,
      field: `link ${link} to node ${nodeid}`,
      value: `${addresses} enabled, not connected`,
    })),
    means: 'One more cut and the nodes part.',
    next: 'Look at the network of that link: address, cable, switch, firewall.',
  };
}
