import { haproxySection, type HaproxyLine, type SectionView } from '../syntax/haproxy';
import { isConditional, lineState } from '../syntax/haproxy-conditions';
import { collected } from '../syntax/collected';
import { type Block, type Document, perBlock, type Span } from '../syntax/tree';
import { isAddress, isLoopback, isWildcard } from './addresses';
import { type Cluster, perCluster } from './cluster';
import { type ProxyServer, serversIn } from './cluster-text';
import { type Host, isDatabase } from './host';
import { defaultPort, listening } from './listening';

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
  readonly section: SectionView;
  readonly servers: readonly PoolServer[];
  /** Whether every server line could be read; templates, sockets and variables hide who else is meant. */
  readonly isComplete: boolean;
  /** Whether it asks its servers in MySQL's protocol, which leaves no doubt about what they are. */
  readonly checksMysql: boolean;
}

/** The database pools of all proxies of a cluster. */
export const databasePools: (cluster: Cluster) => readonly DatabasePool[] = perCluster((cluster) =>
  cluster.hosts.flatMap((proxy) => proxy.haproxy.flatMap((document) => poolsIn(document, proxy, cluster))),
);

function poolsIn(document: Document<HaproxyLine>, proxy: Host, cluster: Cluster): DatabasePool[] {
  const pools: DatabasePool[] = [];
  const databasePorts = new Set([defaultPort, ...cluster.databases.flatMap((host) => listening(host)?.ports ?? [])]);
  let last = noTraits;
  const named = new Map<string, Traits>();
  for (const { block, section, traits, ports } of candidates(document)) {
    if (section.keyword === 'defaults') {
      last = withBase(traits, (section.from !== undefined && named.get(section.from)) || noTraits);
      if (section.name !== undefined) named.set(section.name, last);
    } else {
      const base = (section.from !== undefined && named.get(section.from)) || last;
      const checks = traits.checks ?? base.checks;
      // Most pools of a large file serve no database; those are told apart without looking at their servers.
      if (checks === undefined && !ports.some((port) => databasePorts.has(port))) continue;
      const pool = poolOf(block, section, withBase(traits, base), proxy, cluster);
      if (pool) pools.push(pool);
    }
  }
  return pools;
}

function poolOf(
  block: Block<HaproxyLine>,
  section: SectionView,
  traits: Traits,
  proxy: Host,
  cluster: Cluster,
): DatabasePool | undefined {
  if (traits.checks !== undefined && traits.checks !== 'mysql') return undefined;
  const checksMysql = traits.checks === 'mysql';
  const last = lastPool(block);
  const isSame = last.pool?.owner === proxy.key && last.pool.checksMysql === checksMysql;
  // Conditions elsewhere in the file may take servers away or give them back.
  if (isSame && !isConditional(block.document) && isUpToDate(last, cluster)) return last.pool;
  const read = enabledServers(block);
  if (read.length === 0) return undefined;
  const servers = read.map((server): PoolServer => ({
    server,
    host: hostOf(server.address, proxy, cluster),
    namesake: cluster.hostAt(server.name),
  }));
  if (!checksMysql && !servers.some(hasDatabasePort)) return undefined;
  const isComplete = traits.serverLines === serversIn(block).length;
  const pool = { owner: proxy.key, section, servers, isComplete, checksMysql };
  const meant = new Set(servers.flatMap(({ host, namesake }) => [host, namesake]));
  last.identities = isConditional(block.document) ? undefined : cluster.identities;
  last.places = [...meant].flatMap((host) => (host ? [[cluster.hosts.indexOf(host), host] as const] : []));
  last.pool = pool;
  return pool;
}

interface LastPool {
  pool?: DatabasePool;
  /** By which names and addresses hosts were found. */
  identities?: Cluster['identities'] | undefined;
  /** The hosts that were found, with their places in the cluster. */
  places: readonly (readonly [place: number, host: Host])[];
}

const lastPool = perBlock((): LastPool => ({ places: [] }));

/** Whether the servers of a section would be found to mean the same hosts again. */
function isUpToDate({ identities, places }: LastPool, cluster: Cluster): boolean {
  return identities === cluster.identities && places.every(([place, host]) => cluster.hosts[place] === host);
}

/** The host whose HAProxy has a pool of its cluster. */
export function proxyHostOf({ owner }: DatabasePool, cluster: Cluster): Host | undefined {
  return cluster.hosts.find(({ key }) => key === owner);
}

function enabledServers(block: Block<HaproxyLine>): readonly ProxyServer[] {
  return serversIn(block).filter(({ line, words }) => lineState(block, line) === 'live' && !words.includes('disabled'));
}

/** The sections that may be pools, and those whose checks they inherit. */
const candidates = collected((block: Block<HaproxyLine>) => {
  const section = haproxySection(block);
  if (!section || !/^(defaults|backend|listen)$/.test(section.keyword)) return undefined;
  const ports = [...new Set(serversIn(block).flatMap(({ port }) => port ?? []))];
  return { block, section, traits: traitsOf(block), ports };
});

function hasDatabasePort({ server, host }: PoolServer): boolean {
  if (host && isDatabase(host)) return listening(host)?.ports[0] === server.port;
  return server.port === defaultPort;
}

/** A proxy's own loopback means the proxy's own host. A full domain name stands for the host its first label names. */
function hostOf(address: string, proxy: Host, cluster: Cluster): Host | undefined {
  if (isLoopback(address) || isWildcard(address)) return proxy;
  return cluster.hostAt(address) ?? (isAddress(address) ? undefined : cluster.hostAt(address.split('.')[0] as string));
}

/** What tells a database pool from others, in one section. */
interface Traits {
  /** The protocol it checks its servers in. */
  readonly checks: string | undefined;
  readonly serverLines: number;
}

const noTraits: Traits = { checks: undefined, serverLines: 0 };

const protocolChecks = /^(mysql|pgsql|redis|smtp|ldap|ssl-hello)-?(check|chk)$/;

function traitsOf(block: Block<HaproxyLine>): Traits {
  let checks: string | undefined;
  let serverLines = 0;
  for (const { words, prefix } of haproxySection(block)?.statements ?? []) {
    const [keyword, option] = words;
    if (keyword?.text === 'server' || keyword?.text === 'server-template') serverLines++;
    const protocol = keyword?.text === 'option' && !prefix ? protocolChecks.exec(option?.text ?? '')?.[1] : undefined;
    if (protocol !== undefined) checks = protocol;
  }
  return { checks, serverLines };
}

function withBase(own: Traits, base: Traits): Traits {
  return { checks: own.checks ?? base.checks, serverLines: own.serverLines };
}

/** Where a pool is called by its name. */
export function nameSpanOf({ section }: DatabasePool): Span {
  return section.nameSpan ?? section.keywordSpan;
}
