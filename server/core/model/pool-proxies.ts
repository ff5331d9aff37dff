import { type Cluster, perCluster } from './cluster';
import { type DatabasePool, databasePools, type PoolServer } from './database-pools';
import { isEnabled, perProxy, type Proxy, proxiesOf } from './haproxy-proxies';
import { referencesOf } from './haproxy-references';
import { remember, type Remembering } from '../syntax/memo';
import { Collector, isSameList } from '../syntax/collected';
import type { Document } from '../syntax/tree';
import { type Host, isDatabase } from './host';
import { noteReads, Reads, recordReads } from './reads';
import { isActive, type ServerLine, serverLines } from './server-lines';
import { galeraNode } from './wsrep';

/** A server of a pool with the options in force on it. */
export interface PoolMember extends PoolServer {
  readonly line: ServerLine;
}

/**
 * A database pool as the proxy that it is: with inheritance, options of its servers, and who sends clients to it. The
 * same object for as long as all of these stay the same, the hosts it means included.
 */
export interface PoolProxy extends Remembering {
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
  const traffic = new Map<string, Traffic>();
  const proxyHosts = new Map(cluster.hosts.map((host) => [host.key, host]));
  return databasePools(cluster).map((pool) => {
    const host = proxyHosts.get(pool.owner);
    let of = traffic.get(pool.owner);
    if (!of) traffic.set(pool.owner, (of = trafficOf(host ? proxiesOf(host) : [])));
    return poolProxy(pool, of);
  });
});

/**
 * Collects what the pools of a cluster say by themselves, leaving out those that say nothing, see `Collector`. Whoever
 * asks counts as having read every option that was ever looked at for a pool.
 */
export function collectedPools<F, Told = void>(
  factOf: (pool: PoolProxy, told: Told) => F | undefined,
): (cluster: Cluster, told: Told) => readonly F[] {
  const collectors = new WeakMap<Document, Collector<PoolProxy, F>>();
  const everRead = new Reads();
  const recorded = (pool: PoolProxy, told: Told): F | undefined => {
    const { value, reads } = recordReads(() => factOf(pool, told));
    everRead.addAll(reads);
    return value;
  };
  return (cluster, told) => {
    noteReads(everRead);
    const pools = poolProxies(cluster);
    const file = pools[0]?.proxy.block.document as Document | undefined;
    if (!file) return [];
    let collector = collectors.get(file);
    if (!collector) collectors.set(file, (collector = new Collector((pool) => recorded(pool, told))));
    return collector.of(pools);
  };
}

/** The proxies in service on a host by the names they send clients to. */
type Traffic = ReadonlyMap<string, readonly Proxy[]>;

function trafficOf(proxies: readonly Proxy[]): Traffic {
  const senders = new Map<string, Proxy[]>();
  for (const proxy of proxies) {
    if (!isEnabled(proxy)) continue;
    for (const name of receivers(proxy)) {
      const same = senders.get(name);
      if (same) same.push(proxy);
      else senders.set(name, [proxy]);
    }
  }
  return senders;
}

/** The names of the backends a proxy sends clients to. */
const receivers = perProxy((proxy): readonly string[] =>
  proxy.takesClients ? [...new Set(referencesOf(proxy).map(({ name }) => name))] : [],
);

function poolProxy(pool: DatabasePool, senders: Traffic): PoolProxy {
  const { proxy } = pool;
  const sending = [...(proxy.takesClients ? [proxy] : []), ...(senders.get(proxy.name ?? '') ?? [])];
  const distinct = [...new Set(sending)];
  const last = lastPool(proxy);
  if (last.known?.pool === pool && isSameList(last.known.senders, distinct)) return last.known;
  const lines = linesByPlace(proxy);
  const members = pool.servers.flatMap((each): PoolMember[] => {
    const line = lines.get(each.server.line);
    return line ? [{ ...each, line }] : [];
  });
  last.known = { pool, proxy, members, senders: distinct, purpose: purposeOf([proxy, ...distinct]), memo: [] };
  return last.known;
}

const lastPool = perProxy((): { known?: PoolProxy } => ({}));

const linesByPlace = perProxy((proxy) => new Map(serverLines(proxy).map((line) => [line.line, line])));

/** `galera-write`, `mysql_rw`, `db-master` against `mysql-read`, `pgsql_ro`, `slaves`. A name that says both says nothing. */
function purposeOf(proxies: readonly Proxy[]): PoolProxy['purpose'] {
  const reads = proxies.some((proxy) => hints(proxy).reads);
  const writes = proxies.some((proxy) => hints(proxy).writes);
  return reads === writes ? undefined : reads ? 'reads' : 'writes';
}

const hints = perProxy(({ name = '' }) => {
  const words = name.toLowerCase().split(/[^a-z]+|(?<=[a-z])\d+/);
  const isOne = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  return {
    reads: isOne(/^(ro|rd|reads?|readers?|readonly|slaves?|replicas?|secondary|secondaries|standby)$/),
    writes: isOne(/^(rw|wr|writes?|writers?|masters?|primary|source)$/),
  };
});

/** Members that get clients from the start and surely are databases of this cluster. */
export const activeDatabases = remember(({ members }: PoolProxy): readonly (PoolMember & { readonly host: Host })[] =>
  members.flatMap((member) => {
    const { host, line } = member;
    return host && isDatabase(host) && line.certain && isActive(line) ? [{ ...member, host }] : [];
  }),
);

/** Whether a host's rows reach the others at once, whoever is written to: Galera and Group Replication. */
export function isMultiWriter(host: Host): boolean {
  return galeraNode(host.options) !== undefined || host.roles.has('group-member');
}

/** How a pool is called in messages: `backend galera`. */
export function poolName({ pool: { section } }: PoolProxy): string {
  return `${section.keyword} ${section.name ?? ''}`.trim();
}

/** Whether several hosts of a cluster run HAProxy. */
export function hasSeveralProxies({ hosts }: Cluster): boolean {
  return hosts.filter(({ haproxy }) => haproxy.length > 0).length > 1;
}
