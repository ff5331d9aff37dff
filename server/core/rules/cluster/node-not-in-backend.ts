import { isAddress } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { type DatabasePool, databasePools, nameSpanOf, type PoolServer } from '../../model/database-pools';
import { type Host, isDatabase } from '../../model/host';
import { knownAddress, listening } from '../../model/listening';
import { isOn } from '../../model/setting';
import { insertAfter } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: "a database node that no backend of the cluster's proxies lists",
  *check(cluster) {
    const pools = databasePools(cluster);
    // A server that cannot be read, or a name that nobody is known by, may be the missing node.
    if (pools.some((pool) => !pool.isComplete || pool.servers.some(isUnknownName))) return;
    const [pool] = pools.filter(meansNodes);
    if (!pool) return;
    const listed = new Set(pools.flatMap(({ servers }) => servers.map(({ host }) => host)));
    for (const { nodes, severity, what } of [members(cluster), readers(cluster, listed)]) {
      // Of hosts that claim one address, which one a server line means cannot be told.
      const missing = nodes.filter((node) => !listed.has(node) && cluster.hostAt(knownAddress(node) ?? '') === node);
      if (missing.length === 0) continue;
      const names = missing.map(({ name }) => name).join(', ');
      yield {
        span: nameSpanOf(pool),
        severity,
        message: `No backend lists ${names}, ${missing.length > 1 ? what.many : what.one} of this cluster: clients never get there, and the proxy does not fail over to ${missing.length > 1 ? 'them' : 'it'}`,
        fixes: () => {
          const lines = missing.flatMap((node) => serverLine(node, pool));
          const last = pool.servers.at(-1)?.server;
          return last && lines.length > 0
            ? [
                {
                  title: `Add ${names} to ${pool.section.name ?? 'the pool'}`,
                  safe: false,
                  edits: [insertAfter(last.nameSpan, lines.join('\n'))],
                },
              ]
            : [];
        },
      };
    }
  },
});

interface Candidates {
  readonly nodes: readonly Host[];
  readonly severity: 'warning' | 'info';
  readonly what: { readonly one: string; readonly many: string };
}

/** Nodes of Galera and Group Replication are all alike, so one that is left out is left out by mistake. */
function members(cluster: Cluster): Candidates {
  const nodes = cluster.databases.filter(({ roles }) => roles.has('galera-node') || roles.has('group-member'));
  return { nodes, severity: 'warning', what: { one: 'a node', many: 'nodes' } };
}

/** Replicas are left out for backups, reports or as a reserve: a hint only, and only where other replicas serve. */
function readers(cluster: Cluster, listed: ReadonlySet<Host | undefined>): Candidates {
  const nodes = cluster.databases.filter(
    (host) => isReplica(host) && !/backup|delay|report|archive|dr\b/i.test(host.name),
  );
  return {
    nodes: nodes.some((node) => listed.has(node)) ? nodes : [],
    severity: 'info',
    what: { one: 'a replica', many: 'replicas' },
  };
}

function isReplica({ roles, options }: Host): boolean {
  if (roles.has('galera-node') || roles.has('group-member')) return false;
  const readOnly = options.effective('read_only');
  return roles.has('replica') || (readOnly !== undefined && isOn(readOnly));
}

function isUnknownName({ host, server }: PoolServer): boolean {
  return !host && !isAddress(server.address);
}

/** Whether a pool is about this cluster: it reaches a database host, or a server bears the name of one. */
function meansNodes({ servers }: DatabasePool): boolean {
  return servers.some(({ host, namesake }) => (host && isDatabase(host)) ?? (namesake && isDatabase(namesake)));
}

/** A line like the last one of the pool. A name may stand in a backend once only. */
function serverLine(node: Host, pool: DatabasePool): string[] {
  const last = pool.servers.at(-1)?.server;
  const address = knownAddress(node);
  if (!last || address === undefined || pool.servers.some(({ server }) => server.name === node.name)) return [];
  const port = listening(node)?.ports[0];
  const options = last.words.length > 0 ? ' ' + last.words.join(' ') : '';
  return [
    `server ${node.name} ${address.includes(':') ? `[${address}]` : address}${last.port === undefined || port === undefined ? '' : `:${port}`}${options}`,
  ];
}
