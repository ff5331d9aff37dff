import { type Cluster, perCluster } from '../cluster';
import type { Host } from '../host';
import { changeStatements, type SourceStatement } from './statements';
import { rings } from './rings';

/** What a host is in its replication graph. A host may be several: a co-master with replicas below it. */
export type ReplicationRole =
  | 'source'
  | 'replica'
  /** Replicates from one host and is the source of another one. */
  | 'intermediate'
  /** Each of two hosts replicates from the other. */
  | 'co-master'
  /** One of three or more hosts that replicate in a circle. */
  | 'ring-member'
  | 'multi-source-replica';

/** One host fetches from another. */
export interface ReplicationEdge {
  readonly replica: Host;
  /** Undefined for a server that is not among the cluster's hosts. */
  readonly source: Host | undefined;
  /** What says so; of an edge taken from names and roles alone there is no statement. */
  readonly statement: SourceStatement | undefined;
  readonly channel: string;
}

/** Who replicates from whom in a cluster, as far as its files tell. */
export interface Topology {
  /** Edges that a statement, a setting of the environment or the manifest proves. */
  readonly edges: readonly ReplicationEdge[];
  /**
   * Edges that only the roles suggest: the one source of a cluster, and its replicas. Empty as soon as an edge is
   * proven. For showing, and for findings that are no errors.
   */
  readonly assumed: readonly ReplicationEdge[];
  /** Circles of three or more hosts, each in the order in which a row travels. */
  readonly rings: readonly (readonly Host[])[];
  /** The roles that edges prove. Empty for a host without an edge. */
  rolesOf(host: Host): ReadonlySet<ReplicationRole>;
  /** Hosts that fetch directly from this one. */
  replicasOf(host: Host): readonly Host[];
  /** Hosts of the cluster that this one fetches from directly. */
  sourcesOf(host: Host): readonly Host[];
}

/** The replication graph of a cluster, remembered for as long as none of its hosts changes. */
export const topologyOf = perCluster((cluster: Cluster): Topology => {
  const edges = provenEdges(cluster);
  const from = grouped(edges, ({ replica }) => replica);
  const to = grouped(edges, ({ source }) => source);
  const replicasOf = (host: Host): readonly Host[] => [...new Set(to.get(host)?.map(({ replica }) => replica))];
  const circles = rings(new Map([...to.keys()].map((host) => [host, replicasOf(host)])));
  const inRing = new Set(circles.flat());
  const roles = new Map<Host, ReadonlySet<ReplicationRole>>(
    [...new Set([...to.keys(), ...from.keys()])].map((host) => [
      host,
      rolesIn(host, from.get(host) ?? [], to.get(host) ?? [], inRing),
    ]),
  );
  return {
    edges,
    assumed: edges.length > 0 ? [] : edgesByRole(cluster),
    rings: circles,
    rolesOf: (host) => roles.get(host) ?? none,
    replicasOf,
    sourcesOf: (host) => [...new Set(from.get(host)?.flatMap(({ source }) => source ?? []))],
  };
});

const none: ReadonlySet<ReplicationRole> = new Set();

function grouped(
  edges: readonly ReplicationEdge[],
  hostOf: (edge: ReplicationEdge) => Host | undefined,
): Map<Host, ReplicationEdge[]> {
  const groups = new Map<Host, ReplicationEdge[]>();
  for (const edge of edges) {
    const host = hostOf(edge);
    if (!host) continue;
    const group = groups.get(host);
    if (group) group.push(edge);
    else groups.set(host, [edge]);
  }
  return groups;
}

/**
 * Edges of hosts whose own files say what they fetch from, and of files that several hosts share: there the command
 * names the host, or there is only one that the statement can be meant for. What the manifest says of a host stands
 * alone. Of two files that lead one channel to different sources, which is the later one is not known: both are left
 * out.
 */
function provenEdges(cluster: Cluster): ReplicationEdge[] {
  const shared = sharedStatements(cluster);
  return cluster.databases.flatMap((replica) => {
    const all = [...replica.replicatesFrom, ...(shared.get(replica) ?? [])];
    const told = all.filter(({ origin }) => origin === 'manifest');
    const channels = new Map<string, Map<string, ReplicationEdge>>();
    for (const statement of told.length > 0 ? told : all) {
      const { channel, address } = statement;
      const source = address === undefined ? undefined : cluster.hostAt(address);
      if (address === undefined || source === replica) continue;
      const sources = channels.get(channel) ?? new Map<string, ReplicationEdge>();
      channels.set(channel, sources.set(source?.key ?? address, { replica, source, statement, channel }));
    }
    return [...channels.values()].flatMap((sources) => (sources.size === 1 ? [...sources.values()] : []));
  });
}

/** Statements of shared files by the host they are meant for. */
function sharedStatements(cluster: Cluster): Map<Host, SourceStatement[]> {
  const found = new Map<Host, SourceStatement[]>();
  for (const document of new Set(cluster.hosts.flatMap(({ sharedSql }) => sharedSql))) {
    const statements = changeStatements(document);
    for (const statement of statements) {
      const { sentTo } = statement;
      const host = sentTo === undefined ? onlyOther(cluster, statement, statements) : cluster.hostAt(sentTo);
      if (host) found.set(host, [...(found.get(host) ?? []), statement]);
    }
  }
  return found;
}

/** Nobody replicates from himself: of two databases, the one that is not the source runs the only such statement. */
function onlyOther(cluster: Cluster, { address }: SourceStatement, all: readonly SourceStatement[]): Host | undefined {
  const source = address === undefined ? undefined : cluster.hostAt(address);
  if (!source || cluster.databases.length !== 2 || all.length !== 1) return undefined;
  return cluster.databases.find((host) => host !== source);
}

function edgesByRole({ databases }: Cluster): ReplicationEdge[] {
  const plain = databases.filter(({ roles }) => !roles.has('galera-node') && !roles.has('group-member'));
  const sources = plain.filter(({ roles }) => roles.has('source') && !roles.has('replica'));
  const [source] = sources;
  if (!source || sources.length > 1) return [];
  return plain
    .filter(({ roles }) => roles.has('replica'))
    .map((replica) => ({ replica, source, statement: undefined, channel: '' }));
}

function rolesIn(
  host: Host,
  own: readonly ReplicationEdge[],
  others: readonly ReplicationEdge[],
  inRing: ReadonlySet<Host>,
): Set<ReplicationRole> {
  const roles = new Set<ReplicationRole>();
  const isMutual = own.some(({ source }) => others.some(({ replica }) => replica === source));
  if (others.length > 0) roles.add('source');
  if (own.length > 0) roles.add('replica');
  if (isMutual) roles.add('co-master');
  if (inRing.has(host)) roles.add('ring-member');
  if (new Set(own.map(({ source, statement }) => source ?? statement?.address)).size > 1) {
    roles.add('multi-source-replica');
  }
  if (isIntermediate(host, own, others)) roles.add('intermediate');
  return roles;
}

/** What comes from one host goes on to a third one. */
function isIntermediate(host: Host, own: readonly ReplicationEdge[], others: readonly ReplicationEdge[]): boolean {
  return own.some(({ source }) => others.some(({ replica }) => replica !== source && replica !== host));
}
