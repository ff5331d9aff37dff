import { type Cluster, perCluster } from './cluster';
import { type DatabasePool, databasePools, type PoolServer } from './database-pools';
import { isEnabled, type Proxy, proxiesOf } from './haproxy-proxies';
import { referencesOf } from './haproxy-references';
import type { Block } from '../syntax/tree';
import { type Host, isDatabase } from './host';
import { isActive, type ServerLine, serverLines } from './server-lines';
import { galeraNode } from './wsrep';

/** A server of a pool with the options in force on it. */
export interface PoolMember extends PoolServer {
  readonly line: ServerLine;
}

/** A database pool as the proxy that it is: with inheritance, options of its servers, and who sends clients to it. */
export interface PoolProxy {
  readonly pool: DatabasePool;
  readonly proxy: Proxy;
  readonly members: readonly PoolMember[];
  /** Frontends of the same host that send clients to it; for a `listen` section itself among them. */
  readonly senders: readonly Proxy[];
  /** What the names of it and its senders say it is for. */
  readonly purpose: 'reads' | 'writes' | undefined;
}

/** The pools of a cluster that surely serve databases and are in service. */
export const poolProxies: (cluster: Cluster) => readonly PoolProxy[] = perCluster((cluster) => {
  const traffic = new Map<Host, Traffic>();
  return databasePools(cluster).flatMap((pool) => {
    let of = traffic.get(pool.proxy);
    if (!of) traffic.set(pool.proxy, (of = trafficOf(pool.proxy)));
    return poolProxy(pool, of) ?? [];
  });
});

/** The proxies in service on a host: by their place, and who sends clients to each name. */
interface Traffic {
  readonly byBlock: ReadonlyMap<Block, Proxy>;
  readonly senders: ReadonlyMap<string, readonly Proxy[]>;
}

function trafficOf(host: Host): Traffic {
  const byBlock = new Map<Block, Proxy>();
  const senders = new Map<string, Proxy[]>();
  for (const proxy of proxiesOf(host)) {
    if (!isEnabled(proxy)) continue;
    byBlock.set(proxy.block, proxy);
    if (!proxy.takesClients) continue;
    for (const name of new Set(referencesOf(proxy).map((reference) => reference.name))) {
      const same = senders.get(name);
      if (same) same.push(proxy);
      else senders.set(name, [proxy]);
    }
  }
  return { byBlock, senders };
}

function poolProxy(pool: DatabasePool, { byBlock, senders }: Traffic): PoolProxy | undefined {
  const block = pool.servers[0]?.server.block;
  const proxy = block && byBlock.get(block);
  if (!proxy) return undefined;
  const lines = new Map(serverLines(proxy).map((line) => [line.line, line]));
  const members = pool.servers.flatMap((each): PoolMember[] => {
    const line = lines.get(each.server.line);
    return line ? [{ ...each, line }] : [];
  });
  const sending = [...(proxy.takesClients ? [proxy] : []), ...(senders.get(proxy.name ?? '') ?? [])];
  const distinct = [...new Set(sending)];
  return { pool, proxy, members, senders: distinct, purpose: purposeOf([proxy, ...distinct]) };
}

/** `galera-write`, `mysql_rw`, `db-master` against `mysql-read`, `pgsql_ro`, `slaves`. A name that says both says nothing. */
function purposeOf(proxies: readonly Proxy[]): PoolProxy['purpose'] {
  const words = proxies.flatMap(({ name = '' }) => name.toLowerCase().split(/[^a-z]+|(?<=[a-z])\d+/));
  const reads = words.some((word) =>
    /^(ro|rd|reads?|readers?|readonly|slaves?|replicas?|secondary|secondaries|standby)$/.test(word),
  );
  const writes = words.some((word) => /^(rw|wr|writes?|writers?|masters?|primary|source)$/.test(word));
  return reads === writes ? undefined : reads ? 'reads' : 'writes';
}

/** Members that get clients from the start and surely are databases of this cluster. */
export function activeDatabases({ members }: PoolProxy): readonly (PoolMember & { readonly host: Host })[] {
  return members.flatMap((member) => {
    const { host, line } = member;
    return host && isDatabase(host) && line.certain && isActive(line) ? [{ ...member, host }] : [];
  });
}

/** Whether a host's rows reach the others at once, whoever is written to: Galera and Group Replication. */
export function isMultiWriter(host: Host): boolean {
  return galeraNode(host.options) !== undefined || host.roles.has('group-member');
}

/** How a pool is called in messages: `backend galera`. */
export function poolName({ pool: { section } }: PoolProxy): string {
  return `${section.keyword} ${section.name ?? ''}`.trim();
}
