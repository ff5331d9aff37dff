import { isAddress } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { type DatabasePool, databasePools, type PoolServer } from '../../model/database-pools';
import { type Host, isDatabase } from '../../model/host';
import { knownAddress } from '../../model/listening';
import { virtualAddress } from '../../model/virtual-addresses';
import type { Fix } from '../finding';
import { clusterRule } from '../rule';
import { withAddress } from '../server-edits';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy sends database clients to an address that no database host of the cluster has',
  *check(cluster) {
    const pools = databasePools(cluster);
    // Of hosts that claim one address, all but one have another, which nothing tells.
    const known = cluster.databases.filter((host) => cluster.hostAt(knownAddress(host) ?? '') === host);
    const reaching = pools.filter(({ servers }) => servers.some(({ host }) => host)).length;
    const hidden = cluster.databases.length - known.length;
    for (const pool of pools) {
      const strangers = pool.servers.filter(
        // What Pacemaker or keepalived moves is another finding.
        ({ server, host }) => !host && isAddress(server.address) && !virtualAddress(cluster, server.address),
      );
      // A host whose address nothing tells may be the one that is meant.
      if (strangers.length === 0 || known.length === 0 || strangers.length <= hidden) continue;
      const none = !pool.servers.some(({ host }) => host);
      if (none && reaching > 0 && !namesHosts(pool)) continue;
      const others = none ? `so no server of ${nameOf(pool)} is a node of this cluster` : `while its other servers are`;
      for (const stranger of strangers) {
        const { addressSpan, address, name } = stranger.server;
        yield {
          span: addressSpan,
          severity: none && !mayBeVirtual(pool, cluster) ? 'error' : 'warning',
          message: `No database host of the cluster has the address ${address} of server ${name}, ${others}: clients sent there find no database, or a wrong one`,
          related: cluster.databases.slice(0, 3).flatMap(whereKnown),
          fixes: () => fixes(stranger, pool, cluster),
        };
      }
    }
  },
});

/**
 * Whether a pool names database hosts of this cluster. A proxy may serve a second cluster that is not in the
 * repository, so where other pools reach nodes, one that reaches none is judged only if it names some.
 */
function namesHosts(pool: DatabasePool): boolean {
  return pool.servers.some(({ namesake }) => namesake && isDatabase(namesake));
}

/** The only server of a pool may be the address that a cluster manager moves from host to host. */
function mayBeVirtual(pool: DatabasePool, cluster: Cluster): boolean {
  return pool.servers.length === 1 && cluster.kinds.has('corosync');
}

function nameOf({ section }: DatabasePool): string {
  return `${section.keyword} ${section.name ?? ''}`.trim();
}

function whereKnown(host: Host) {
  const setting = ['wsrep_node_address', 'report_host', 'bind_address']
    .map((name) => host.options.effective(name))
    .find((each) => each?.value === knownAddress(host));
  return setting?.valueSpan ? [{ span: setting.valueSpan, message: `address of ${host.name}` }] : [];
}

/** Addresses of nodes that the pool does not list yet: of the host with the server's name, else of the one in its place. */
function fixes({ server, namesake }: PoolServer, pool: DatabasePool, cluster: Cluster): Fix[] {
  const nodes = cluster.databases.filter((host) => cluster.hostAt(knownAddress(host) ?? '') === host);
  // The host the server is named after is meant; while nothing sure tells its address, another one would be a guess.
  if (namesake && isDatabase(namesake) && !nodes.includes(namesake)) return [];
  const unlisted = nodes.filter((node) => !pool.servers.some(({ host }) => host === node));
  const inPlace =
    nodes.length === pool.servers.length ? nodes[pool.servers.findIndex((each) => each.server === server)] : undefined;
  const likely = [namesake, inPlace].filter((host) => host !== undefined && unlisted.includes(host));
  const offered = new Set(likely.length > 0 ? likely.slice(0, 1) : unlisted);
  return [...offered].flatMap((host) => {
    const address = host && knownAddress(host);
    return address === undefined
      ? []
      : [
          {
            title: `Point server ${server.name} at ${host?.name}, ${address}`,
            safe: false,
            edits: [withAddress(server, address)],
          },
        ];
  });
}
