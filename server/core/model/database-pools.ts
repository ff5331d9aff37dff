import type { SectionView } from '../syntax/haproxy';
import { lineState } from '../syntax/haproxy-conditions';
import type { Span } from '../syntax/tree';
import { isLoopback, isWildcard } from './addresses';
import { type Cluster, perCluster } from './cluster';
import { type ProxyServer, serversIn } from './cluster-text';
import { collectedProxies, isEnabled, perProxy, type Proxy } from './haproxy-proxies';
import { type Host, isDatabase } from './host';
import { defaultPort, listening } from './listening';
import { healthCheck } from './proxy-options';

/** One server line, and whom it means. */
export interface PoolServer {
  readonly server: ProxyServer;
  /** The host at its address; undefined for a stranger. */
  readonly host: Host | undefined;
  /** The host it is named after, whatever its address. */
  readonly namesake: Host | undefined;
}

/**
 * A backend or listen section that passes clients on to databases; the same object for as long as its lines and the
 * hosts it means stay the same.
 */
export interface DatabasePool {
  /** The key of the host whose HAProxy has it, see `proxyHostOf`. */
  readonly owner: string;
  readonly proxy: Proxy;
  readonly section: SectionView;
  readonly servers: readonly PoolServer[];
  /** Whether every server line could be read; templates, sockets and variables hide who else is meant. */
  readonly isComplete: boolean;
  /** Whether it asks its servers in MySQL's protocol, which leaves no doubt about what they are. */
  readonly checksMysql: boolean;
}

/** The database pools of all proxies in service of a cluster. */
export const databasePools: (cluster: Cluster) => readonly DatabasePool[] = perCluster((cluster) => {
  const ports = new Set([defaultPort, ...cluster.databases.flatMap((host) => listening(host)?.ports ?? [])]);
  return cluster.hosts.flatMap((host) =>
    candidates(host).flatMap((candidate) => {
      // Most pools of a large file serve no database; those are told apart without looking at their servers.
      const may = candidate.checksMysql || candidate.ports.some((port) => ports.has(port));
      return (may && poolOf(candidate, host, cluster)) || [];
    }),
  );
});

/** A proxy with servers that may be a pool. */
interface Candidate {
  readonly proxy: Proxy;
  readonly checksMysql: boolean;
  readonly ports: readonly number[];
}

/** What a proxy in service says by itself of being a pool. A check of another protocol than MySQL's says that it is none. */
const candidates = collectedProxies((proxy): Candidate | undefined => {
  if (!proxy.hasBackend || !isEnabled(proxy)) return undefined;
  const check = healthCheck(proxy);
  const protocol = check === 'unknown' ? undefined : check?.kind;
  if (
    protocol !== undefined &&
    /^(pgsql-check|redis-check|smtpchk|ldap-check|ssl-hello-chk|spop-check)$/.test(protocol)
  )
    return undefined;
  const ports = [...new Set(serversIn(proxy.block).flatMap(({ port }) => port ?? []))];
  return { proxy, checksMysql: protocol === 'mysql-check', ports };
});

function poolOf({ proxy, checksMysql }: Candidate, owner: Host, cluster: Cluster): DatabasePool | undefined {
  const last = lastPool(proxy);
  if (last.pool?.owner === owner.key && isUpToDate(last, cluster)) return last.pool;
  const read = enabledServers(proxy);
  if (read.length === 0) return undefined;
  const servers = read.map((server): PoolServer => ({
    server,
    host: hostOf(server.address, owner, cluster),
    namesake: cluster.hostAt(server.name),
  }));
  if (!checksMysql && !servers.some(hasDatabasePort)) return undefined;
  const { section } = proxy;
  const pool = { owner: owner.key, proxy, section, servers, isComplete: isReadable(proxy), checksMysql };
  const meant = new Set(servers.flatMap(({ host, namesake }) => [host, namesake]));
  last.identities = cluster.identities;
  last.places = [...meant].flatMap((host) => (host ? [[cluster.hosts.indexOf(host), host] as const] : []));
  last.pool = pool;
  return pool;
}

interface LastPool {
  pool?: DatabasePool;
  /** By which names and addresses hosts were found. */
  identities?: Cluster['identities'];
  /** The hosts that were found, with their places in the cluster. */
  places: readonly (readonly [place: number, host: Host])[];
}

const lastPool = perProxy((): LastPool => ({ places: [] }));

/** Whether the servers of a section would be found to mean the same hosts again. */
function isUpToDate({ identities, places }: LastPool, cluster: Cluster): boolean {
  return identities === cluster.identities && places.every(([place, host]) => cluster.hosts[place] === host);
}

/** The host whose HAProxy has a pool of its cluster. */
export function proxyHostOf({ owner }: DatabasePool, cluster: Cluster): Host | undefined {
  return cluster.hosts.find(({ key }) => key === owner);
}

const enabledServers = perProxy(({ block }): readonly ProxyServer[] =>
  serversIn(block).filter(({ line, words }) => lineState(block, line) === 'live' && !words.includes('disabled')),
);

/** Whether every line of a proxy that makes servers could be read. */
function isReadable({ block, byKeyword }: Proxy): boolean {
  const lines = (byKeyword.get('server') ?? []).length + (byKeyword.get('server-template') ?? []).length;
  return lines === serversIn(block).filter(({ line }) => lineState(block, line) !== 'dead').length;
}

function hasDatabasePort({ server, host }: PoolServer): boolean {
  if (host && isDatabase(host)) return listening(host)?.ports[0] === server.port;
  return server.port === defaultPort;
}

/** A proxy's own loopback means the proxy's own host. */
function hostOf(address: string, proxy: Host, cluster: Cluster): Host | undefined {
  if (isLoopback(address) || isWildcard(address)) return proxy;
  return cluster.hostCalled(address);
}

/** Where a pool is called by its name. */
export function nameSpanOf({ section }: DatabasePool): Span {
  return section.nameSpan ?? section.keywordSpan;
}
