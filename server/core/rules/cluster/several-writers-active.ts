import { settingOf } from '../../model/haproxy-proxies';
import { decidingLine } from '../../model/proxy-options';
import {
  activeDatabases,
  collectedPools,
  isMultiWriter,
  type PoolProxy,
  poolName,
  poolProxies,
} from '../../model/pool-proxies';
import { nameSpanOf } from '../../model/database-pools';
import { isReadOnly } from '../../model/writers';
import { insertBehind } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a pool that sends writes to several databases at a time',
  *check(cluster) {
    for (const { pool, writers } of openPools(cluster)) {
      const galera = writers.every(({ host }) => isMultiWriter(host));
      // Beside a pool with one writer this one is for reads, whatever its name.
      if (pool.purpose === undefined && poolProxies(cluster).some((other) => other !== pool && hasOneWriter(other)))
        continue;
      const names = writers.map(({ host }) => host.name).join(', ');
      const balance = settingOf(pool.proxy, 'balance');
      const how = balance && balance !== 'unknown' ? ` (balance ${balance.words[1]?.text})` : '';
      yield {
        span: nameSpanOf(pool.pool),
        severity: galera && pool.purpose === undefined ? 'info' : 'warning',
        message: galera
          ? `${poolName(pool)} spreads writes over ${names}${how}: two clients that change one row on two nodes get a deadlock, error 1213, at commit. Let one node take the writes and make the others backup`
          : `${poolName(pool)} spreads writes over ${names}${how}, which replicate asynchronously: both accept changes of one row, and the copies part. Let one take the writes and make the others backup`,
        related: writers.map(({ line, host }) => ({ span: line.nameSpan, message: `${host.name} is active` })),
        fixes: () => [
          {
            title: `Keep ${writers[0]?.line.name} active and make the others backup`,
            safe: false,
            edits: writers.slice(1).map(({ server }) => insertBehind(server.addressSpan, ' backup')),
          },
        ],
      };
    }
  },
});

/** Pools that are not for reads alone and send clients to several databases that take writes. */
const openPools = collectedPools((pool) => {
  if (pool.purpose === 'reads' || sticks(pool)) return undefined;
  const writers = activeDatabases(pool).filter(({ host }) => !isReadOnly(host));
  return writers.length < 2 ? undefined : { pool, writers };
});

function hasOneWriter(pool: PoolProxy): boolean {
  return activeDatabases(pool).length === 1 && pool.members.length > 1;
}

/** `balance first`, and tables that keep all clients on one server. */
function sticks({ proxy }: PoolProxy): boolean {
  const balance = settingOf(proxy, 'balance');
  if (balance === 'unknown' || balance?.words[1]?.text === 'first') return true;
  return decidingLine(proxy, 'stick') !== undefined;
}
