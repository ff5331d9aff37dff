import { counter, listed, type ObservedCluster, type Server, variable } from '../cluster';
import type { Evidence, Verdict } from '../verdict';
import { galeraNodes } from './nodes';

/** What only all Galera nodes together show: two clusters where one should be, nodes that are missing, equal names. */
export function* galeraComponents(cluster: ObservedCluster): Generator<Verdict> {
  const nodes = galeraNodes(cluster);
  const primary = nodes.filter(({ database }) => database.status['wsrep_cluster_status'] === 'Primary');
  const components = componentsOf(primary);
  if (components.length > 1) yield splitBrain(components);
  else if (primary[0]) yield* missing(cluster, primary, nodes);
  yield* sharedNames(nodes);
  if (nodes.length > 1) yield* emptyAddresses(nodes);
}

/** Nodes that name one another as members. A node that reports an older view still shares members with its component. */
function componentsOf(primary: readonly Server[]): Server[][] {
  const components: { uuid: string; members: Set<string>; nodes: Server[] }[] = [];
  for (const node of primary) {
    const uuid = node.database.status['wsrep_cluster_state_uuid'] ?? '';
    const members = membersOf(node);
    const own = components.find((each) => each.uuid === uuid && members.some((member) => each.members.has(member)));
    if (own) {
      own.nodes.push(node);
      members.forEach((member) => own.members.add(member));
    } else components.push({ uuid, members: new Set(members), nodes: [node] });
  }
  return components.map((each) => each.nodes);
}

function membersOf(node: Server): string[] {
  return (node.database.status['wsrep_incoming_addresses'] ?? '').split(',').filter((each) => each !== '');
}

function splitBrain(components: readonly Server[][]): Verdict {
  const nodes = components.flat();
  const sides = components.map((side) => listed(side.map(({ name }) => name)));
  const fields = ['wsrep_cluster_state_uuid', 'wsrep_cluster_size', 'wsrep_cluster_status', 'wsrep_incoming_addresses'];
  return {
    id: 'galera/split-brain',
    level: 'critical',
    program: 'database',
    hosts: [...components].sort((a, b) => a.length - b.length).flatMap((side) => side.map(({ name }) => name)),
    summary: `${components.length} Galera clusters run where one should: ${sides.join(' against ')}, each Primary and taking writes`,
    evidence: nodes.flatMap((node) => fields.map((field) => counter(node, field))),
    means: 'Each side calls itself healthy. What is written on one side is lost when its nodes join the other.',
    next: 'Stop writes to the smaller or younger side now (proxy first). Save its rows, then start its nodes with the address list of the other side: their data are replaced. Never start a node with gcomm:// while another runs.',
    causes: nodes.map(({ name }) => ({ host: name, program: 'database', name: 'wsrep_cluster_address' })),
  };
}

function* missing(cluster: ObservedCluster, primary: readonly Server[], nodes: readonly Server[]): Generator<Verdict> {
  const [first] = primary;
  if (!first) return;
  const expected = cluster.target.hosts.filter(({ database }) => database?.galera);
  const size = Number(first.database.status['wsrep_cluster_size'] ?? 0);
  if (size >= expected.length) return;
  const inside = new Set(primary.map(({ name }) => name));
  const lost = expected.filter(({ name }) => !inside.has(name)).map(({ name }) => name);
  const stranger = strangerAt(cluster, primary);
  yield {
    id: 'galera/node-missing',
    level: size * 2 <= expected.length ? 'critical' : 'degraded',
    program: 'database',
    hosts: lost.length > 0 ? lost : [first.name],
    summary: `the Galera cluster has ${size} of ${expected.length} nodes; ${listed(lost) || 'one'} ${lost.length > 1 ? 'are' : 'is'} missing`,
    evidence: [
      counter(first, 'wsrep_cluster_size'),
      counter(first, 'wsrep_incoming_addresses'),
      ...(stranger ? [stranger.evidence] : []),
    ],
    means: `${size * 2 <= expected.length ? 'One more loss and nobody may write.' : 'The cluster works with less reserve.'}${stranger ? ` A node with the cluster name ${stranger.name} calls it, and is turned away.` : ''}`,
    next: stranger
      ? `Write the wsrep_cluster_name of the others into the files of ${listed(lost) || 'that node'}, and start it again.`
      : `Look why ${listed(lost) || 'it'} ${nodes.length > primary.length ? 'is outside of the quorum' : 'does not run or does not join'}: error log, network, grastate.dat.`,
    ...(stranger && {
      causes: lost.map((host) => ({ host, program: 'database' as const, name: 'wsrep_cluster_name' })),
    }),
  };
}

/** A node of another cluster name is turned away without a word to it; only the logs of the others tell. */
function strangerAt(
  cluster: ObservedCluster,
  nodes: readonly Server[],
): { readonly name: string; readonly evidence: Evidence } | undefined {
  for (const { name: host } of nodes) {
    for (const { program, file, lines } of cluster.observation(host)?.logs ?? []) {
      const line =
        program === 'database' ? lines.findLast((each) => /my group: '.*', peer group: '/.test(each)) : undefined;
      const name = line === undefined ? undefined : /peer group: '([^']*)'/.exec(line)?.[1];
      if (line !== undefined && name !== undefined) return { name, evidence: { host, field: file, value: line } };
    }
  }
  return undefined;
}

function* sharedNames(nodes: readonly Server[]): Generator<Verdict> {
  const byName = new Map<string, Server[]>();
  for (const node of nodes) {
    const name = node.database.variables['wsrep_node_name'] ?? '';
    if (name !== '') byName.set(name, [...(byName.get(name) ?? []), node]);
  }
  for (const [name, sharing] of byName) {
    if (sharing.length < 2) continue;
    yield {
      id: 'galera/node-name-shared',
      level: 'degraded',
      program: 'database',
      hosts: sharing.map((node) => node.name),
      summary: `${listed(sharing.map((node) => node.name))} have the same wsrep_node_name ${name}`,
      evidence: sharing.map((node) => variable(node, 'wsrep_node_name')),
      means: 'wsrep_sst_donor may choose the wrong node, and nobody can tell them apart in logs.',
      next: 'Give each node a name of its own.',
      causes: sharing.map((node) => ({ host: node.name, program: 'database', name: 'wsrep_node_name' })),
    };
  }
}

function* emptyAddresses(nodes: readonly Server[]): Generator<Verdict> {
  for (const node of nodes) {
    if (!/^gcomm:\/\/\/?(\?.*)?$/.test(node.database.variables['wsrep_cluster_address'] ?? '')) continue;
    yield {
      id: 'galera/starts-alone',
      level: 'degraded',
      program: 'database',
      hosts: [node.name],
      summary: `${node.name} runs with the address gcomm://, which begins a cluster of its own`,
      evidence: [variable(node, 'wsrep_cluster_address')],
      means: 'Its next restart does not join the others: at best it is refused, at worst there are two clusters.',
      next: 'Write the addresses of all nodes into wsrep_cluster_address; use galera_new_cluster for the one first start.',
      causes: [{ host: node.name, program: 'database', name: 'wsrep_cluster_address' }],
    };
  }
}
