import type { Cluster } from '../../server/core/model/cluster';
import type { Host } from '../../server/core/model/host';
import { type ReplicationEdge, type ReplicationRole, topologyOf } from '../../server/core/model/topology/topology';
import { rangeOf } from '../../server/core/syntax/tree';
import { visible } from './visible';

/** One arrow of the graph as it is printed. */
export interface Arrow {
  /** The source's name, or its address where it is no host of the repository. */
  readonly from: string;
  readonly isKnown: boolean;
  readonly to: string;
  readonly channel: string;
  /** File and line that say so, such as `db2/replication.sql:3`; undefined where only the roles suggest it. */
  readonly place: string | undefined;
}

/** All arrows of a cluster, proven ones, else those its roles suggest. */
export function arrowsOf(cluster: Cluster, name: (path: string) => string): Arrow[] {
  const { edges, assumed } = topologyOf(cluster);
  return [...edges, ...assumed].map((edge) => ({
    from: edge.source?.name ?? edge.statement?.address ?? '',
    isKnown: edge.source !== undefined,
    to: edge.replica.name,
    channel: edge.channel,
    place: placeOf(edge, name),
  }));
}

function placeOf({ statement }: ReplicationEdge, name: (path: string) => string): string | undefined {
  const range = statement?.span && rangeOf(statement.span);
  return statement?.span && range ? `${name(statement.span.block.document.path)}:${range.start.line + 1}` : undefined;
}

/** Roles that edges prove, the narrowest words for them, else those of the host's own files and name. */
export function shownRoles(cluster: Cluster, host: Host): string[] {
  const proven = topologyOf(cluster).rolesOf(host);
  if (proven.size === 0) return [...host.roles];
  const narrow = [...proven].filter((role) => !impliedBy[role]?.some((other) => proven.has(other)));
  const others = [...host.roles].filter((role) => !/^(source|replica|co-master)$/.test(role));
  return [...narrow, ...others];
}

const impliedBy: Partial<Record<ReplicationRole, readonly ReplicationRole[]>> = {
  source: ['intermediate', 'co-master', 'ring-member'],
  replica: ['intermediate', 'co-master', 'ring-member', 'multi-source-replica'],
};

/** Each cluster as a tree from its sources down; a host that came before is only named again. */
export function graphAsText(clusters: readonly Cluster[], name: (path: string) => string): string {
  if (clusters.length === 0) return 'No option file, corosync.conf or haproxy.cfg found here.\n';
  return clusters.map((cluster) => clusterAsText(cluster, name)).join('\n');
}

function clusterAsText(cluster: Cluster, name: (path: string) => string): string {
  const arrows = arrowsOf(cluster, name);
  const byName = new Map(cluster.hosts.map((host) => [host.name, host]));
  const seen = new Set<string>();
  const lines = [`cluster ${visible(cluster.name)}`];
  const below = (from: string): Arrow[] => arrows.filter((arrow) => arrow.from === from);
  const print = (node: string, depth: number, arrow: Arrow | undefined): void => {
    const host = byName.get(node);
    const isAgain = seen.has(node);
    seen.add(node);
    const roles = host ? shownRoles(cluster, host).join(', ') : 'not a host of this repository';
    const about = isAgain ? ' (see above)' : roles === '' ? '' : ` (${roles})`;
    lines.push(`${'  '.repeat(depth)}${arrow ? '-> ' : ''}${visible(node)}${about}${arrow ? evidence(arrow) : ''}`);
    if (!isAgain) for (const next of below(node)) print(next.to, depth + 1, next);
  };
  const replicas = new Set(arrows.map(({ to }) => to));
  const sources = new Set(arrows.map(({ from }) => from));
  for (const source of sources) if (!replicas.has(source)) print(source, 1, undefined);
  // What is left of the sources stands in a circle.
  for (const { name: host } of cluster.hosts) if (sources.has(host) && !seen.has(host)) print(host, 1, undefined);
  for (const { name: host } of cluster.hosts) if (!seen.has(host)) print(host, 1, undefined);
  for (const ring of topologyOf(cluster).rings) {
    const names = ring.map((host) => visible(host.name));
    lines.push(`  ring: ${[...names, names[0]].join(' -> ')}`);
  }
  const isSelfRunning = cluster.kinds.has('galera') || cluster.kinds.has('group-replication');
  if (arrows.length === 0 && !isSelfRunning && cluster.databases.length > 1)
    lines.push('  no file says who replicates from whom');
  return lines.join('\n') + '\n';
}

function evidence({ channel, place }: Arrow): string {
  const words = [channel === '' ? '' : `channel ${visible(channel)}`, place ?? 'as their roles suggest'];
  return `  ${words.filter(Boolean).join(', ')}`;
}

/** A Mermaid flowchart, for Markdown and wikis: solid arrows are proven, dotted ones suggested by roles. */
export function graphAsMermaid(clusters: readonly Cluster[], name: (path: string) => string): string {
  const lines = ['flowchart LR'];
  let count = 0;
  for (const [at, cluster] of clusters.entries()) {
    const arrows = arrowsOf(cluster, name);
    const ids = new Map<string, string>();
    lines.push(`  subgraph c${at}[${label(cluster.name)}]`);
    const node = (id: string, text: string, isKnown: boolean): void => {
      ids.set(id, `h${count}`);
      lines.push(`    h${count++}${isKnown ? `[${text}]` : `([${text}])`}`);
    };
    for (const host of cluster.hosts) node(host.name, label(host.name, shownRoles(cluster, host).join(', ')), true);
    for (const { from, isKnown } of arrows)
      if (!isKnown && !ids.has(from)) node(from, label(from, 'not a host of this repository'), false);
    for (const { from, to, channel, place } of arrows) {
      const arrow = place === undefined ? '-.->' : '-->';
      lines.push(`    ${ids.get(from)} ${arrow}${channel === '' ? '' : `|${label(channel)}|`} ${ids.get(to)}`);
    }
    lines.push('  end');
  }
  return lines.join('\n') + '\n';
}

/** Mermaid reads a quoted label up to the next quotation mark, and takes entities with a `#` for it. */
function label(text: string, below = ''): string {
  const escaped = (some: string): string => visible(some).replace(/[#"<>&]/g, (sign) => `#${sign.charCodeAt(0)};`);
  return `"${escaped(text)}${below === '' ? '' : `<br/>${escaped(below)}`}"`;
}
