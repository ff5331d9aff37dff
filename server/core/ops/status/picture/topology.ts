import { isCorosyncQuorate, isGalera, isVariableOn, ObservedCluster, serverName } from '../cluster';
import { donorOf, progressOf } from '../galera/transfer';
import type { HostObservation } from '../observation';
import { channelsOf, edges as liveEdges } from '../replication/channel';
import type { ClusterTarget } from '../target';
import { type Level, type Verdict, worst } from '../verdict';
import { boxesOf } from './boxes';

/** A host in the picture, or something that is on a host and can move to another: a resource, a quorum. */
export interface TopologyNode {
  readonly kind: 'host' | 'resource' | 'quorum';
  readonly name: string;
  readonly level: Level;
  /** `source`, `replica`, `Galera node`, `proxy`; what it does at this moment. */
  readonly roles: readonly string[];
  /** Product and release, whether it takes writes. */
  readonly details: readonly string[];
  /** Rows of the picture, from 0: what is of no host, then proxies, then sources, then what replicates from them. */
  readonly row: number;
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  /** Channel, lag and state in words. */
  readonly label: string;
  readonly level: Level;
  readonly kind: 'live' | 'planned' | 'proxy' | 'transfer' | 'resource' | 'vote';
}

export interface Topology {
  readonly name: string;
  readonly level: Level;
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

/** The cluster as it runs, with what the files plan and is not running drawn beside it. */
export function topologyOf(
  target: ClusterTarget,
  hosts: readonly HostObservation[],
  verdicts: readonly Verdict[],
): Topology {
  const cluster = new ObservedCluster(target, hosts);
  const edges = [...replication(cluster, verdicts), ...planned(cluster), ...transfers(cluster), ...proxies(cluster)];
  const rows = rowsOf(target, edges);
  const nodes = target.hosts.map(({ name }): TopologyNode => ({
    kind: 'host',
    name,
    level: worst(verdicts.filter((verdict) => verdict.hosts.includes(name))),
    roles: rolesOf(name, cluster, edges),
    details: detailsOf(name, cluster),
    row: rows.get(name) ?? 0,
  }));
  const boxes = boxesOf(cluster, verdicts);
  const below = boxes.nodes.length > 0 ? 1 : 0;
  return {
    name: target.name,
    level: worst(verdicts),
    nodes: [...boxes.nodes, ...nodes.map((node) => ({ ...node, row: node.row + below }))],
    edges: [...edges, ...boxes.edges],
  };
}

function replication(cluster: ObservedCluster, verdicts: readonly Verdict[]): TopologyEdge[] {
  return cluster.servers.flatMap((server) =>
    channelsOf(server).flatMap((channel): TopologyEdge[] => {
      const live = liveEdges(cluster).find(
        (edge) => edge.channel.server === server && edge.channel.name === channel.name,
      );
      const from = live?.source.name ?? cluster.hostAt(channel.sourceHost)?.name;
      if (from === undefined) return [];
      const isOurs = (verdict: Verdict): boolean =>
        verdict.hosts[0] === server.name && (verdict.subject ?? '') === channel.name;
      const own = verdicts.filter((verdict) => verdict.id.startsWith('replication/') && isOurs(verdict));
      const runs = channel.ioRunning === 'Yes' && channel.sqlRunning === 'Yes';
      const lag = channel.behind === undefined ? '' : `${channel.behind} s behind`;
      const state = runs ? lag : `stopped (${channel.ioRunning}/${channel.sqlRunning})`;
      return [
        {
          from,
          to: server.name,
          label: [channel.name, state].filter(Boolean).join(': '),
          level: worst(own),
          kind: 'live',
        },
      ];
    }),
  );
}

/** Edges of the files that no running channel stands for. */
function planned(cluster: ObservedCluster): TopologyEdge[] {
  const live = new Set(liveEdges(cluster).map(({ source, channel }) => `${source.name}>${channel.server.name}`));
  return cluster.target.planned
    .filter(({ source, replica }) => !live.has(`${source}>${replica}`))
    .map(({ source, replica }) => ({
      from: source,
      to: replica,
      label: 'planned, not running',
      level: 'note',
      kind: 'planned',
    }));
}

/** State transfers under way, from the donor to the node that joins. */
function transfers(cluster: ObservedCluster): TopologyEdge[] {
  return cluster.hosts.flatMap(({ host, transfer }): TopologyEdge[] => {
    const donor = transfer?.phase === undefined ? undefined : donorOf(cluster, host);
    if (donor === undefined || donor === host) return [];
    const progress = progressOf(cluster, host);
    const label = progress ? `state transfer: ${Math.round(progress.share * 100)} %` : 'state transfer';
    return [{ from: donor, to: host, label, level: 'degraded', kind: 'transfer' }];
  });
}

function proxies(cluster: ObservedCluster): TopologyEdge[] {
  return cluster.hosts.flatMap(({ host, haproxy }) => {
    if (!haproxy?.answered) return [];
    return haproxy.value.rows.flatMap((row): TopologyEdge[] => {
      if (row['type'] !== '2') return [];
      const address = (row['addr'] ?? '').replace(/^\[?(.*?)\]?:\d+$/, '$1');
      const to = cluster.hostAt(address)?.name ?? cluster.hostAt(row['svname'] ?? '')?.name;
      if (to === undefined || to === host) return [];
      const isUp = /^(UP|no check)/.test(row['status'] ?? '');
      const backup = row['bck'] === '1' ? ', backup' : '';
      return [
        {
          from: host,
          to,
          label: `${row['pxname']}: ${row['status']}${backup}`,
          level: isUp ? 'healthy' : 'degraded',
          kind: 'proxy',
        },
      ];
    });
  });
}

/** Longest way from a host that nobody is above of; hosts of a ring share a row. */
function rowsOf(target: ClusterTarget, edges: readonly TopologyEdge[]): Map<string, number> {
  const rows = new Map(target.hosts.map(({ name }) => [name, 0]));
  const isMutual = (edge: TopologyEdge): boolean =>
    edges.some((other) => other.from === edge.to && other.to === edge.from);
  for (let round = 0; round < target.hosts.length; round++) {
    let moved = false;
    for (const edge of edges) {
      if (isMutual(edge)) continue;
      const below = (rows.get(edge.from) ?? 0) + 1;
      if ((rows.get(edge.to) ?? 0) >= below || below >= target.hosts.length) continue;
      rows.set(edge.to, below);
      moved = true;
    }
    if (!moved) break;
  }
  return rows;
}

function rolesOf(name: string, cluster: ObservedCluster, edges: readonly TopologyEdge[]): string[] {
  const roles: string[] = [];
  const server = cluster.server(name);
  const isFrom = edges.some(({ from, kind }) => kind === 'live' && from === name);
  const isTo = edges.some(({ to, kind }) => kind === 'live' && to === name);
  if (server && isGalera(server))
    roles.push(`Galera ${server.database.status['wsrep_local_state_comment'] ?? ''}`.trim());
  const own = server?.database.groupMembers.find(
    (row) => row['MEMBER_ID'] === server.database.variables['server_uuid'],
  );
  if (own?.['MEMBER_STATE'])
    roles.push([own['MEMBER_ROLE'], own['MEMBER_STATE']].filter(Boolean).join(' ').toLowerCase());
  if (isFrom) roles.push('source');
  if (isTo) roles.push('replica');
  const seen = cluster.observation(name);
  if (seen?.haproxy) roles.push('proxy');
  if (seen?.corosync?.answered) roles.push(isCorosyncQuorate(seen.corosync.value) ? 'quorate' : 'no quorum');
  if (seen?.arbiter) roles.push('arbiter');
  return roles;
}

function detailsOf(name: string, cluster: ObservedCluster): string[] {
  const server = cluster.server(name);
  const seen = cluster.observation(name);
  const details: string[] = [];
  if (server)
    details.push(serverName(server.database), isVariableOn(server, 'read_only') ? 'read-only' : 'takes writes');
  else if (seen?.database) details.push('no answer');
  return details;
}
