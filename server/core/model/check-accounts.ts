import { wordSpan } from '../syntax/haproxy';
import type { Span } from '../syntax/tree';
import { isAddress, isLoopback } from './addresses';
import { type Cluster, perCluster } from './cluster';
import { isDatabase } from './host';
import { covers, numberOf } from './networks';
import { collectedPools, type PoolProxy } from './pool-proxies';
import { healthCheck } from './proxy-options';
import { type Account, accountsOf, type RunStatement } from './replication-sql';

/** A check that logs in to the databases of a pool, with the accounts of that name that the SQL of the cluster makes. */
export interface CheckLogin {
  readonly pool: PoolProxy;
  readonly user: string;
  readonly span: Span;
  readonly accounts: readonly (Account & { readonly run: RunStatement })[];
}

/** The logins of `option mysql-check user`, each line once, also where several pools inherit it. */
export const checkLogins: (cluster: Cluster) => readonly CheckLogin[] = perCluster((cluster) => {
  const { created } = accountsOf(cluster);
  const seen = new Set<unknown>();
  return loginsOfPools(cluster).flatMap(({ line, ...login }): CheckLogin[] => {
    if (seen.has(line)) return [];
    seen.add(line);
    return [
      { ...login, accounts: created.filter((account) => account.user.isKnown && account.user.text === login.user) },
    ];
  });
});

const loginsOfPools = collectedPools((pool) => {
  const check = healthCheck(pool.proxy);
  if (!check || check === 'unknown' || check.kind !== 'mysql-check') return undefined;
  const { section, line } = check;
  const [, , word, user] = line.words;
  if (word?.text !== 'user' || !user || user.dynamic) return undefined;
  if (!pool.members.some(({ host }) => host && isDatabase(host))) return undefined;
  return { pool, line, user: user.text, span: wordSpan(section.block, line.line, user) };
});

/**
 * Whether the host of an account, such as `10.0.0.%`, `10.0.0.0/255.255.255.0` or `%`, lets an address in; undefined
 * for a name, which only the database's resolver can tell.
 */
export function letsIn(pattern: string, address: string): boolean | undefined {
  if (pattern === '%' || pattern === '') return true;
  if (/[%_]/.test(pattern)) {
    const expression = pattern
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replace(/%/g, '.*')
      .replace(/_/g, '.');
    if (new RegExp(`^${expression}$`).test(address)) return true;
    // A pattern with letters is one for names.
    return /[a-z]/i.test(pattern.replace(/%|_/g, '')) && !pattern.includes(':') ? undefined : false;
  }
  const [base = '', mask] = pattern.split('/');
  if (mask !== undefined) return covers(`${base}/${lengthOf(mask)}`, address);
  if (isAddress(pattern)) return pattern === address;
  return pattern === 'localhost' ? isLoopback(address) : undefined;
}

/** `255.255.255.0` as 24; a number stays itself. */
function lengthOf(mask: string): number {
  const number = numberOf(mask);
  return number === undefined ? Number(mask) : number.toString(2).replace(/0/g, '').length;
}
