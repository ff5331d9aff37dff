import { nameSpanOf, proxyHostOf } from '../../model/database-pools';
import { activeDatabases, type PoolProxy, poolName, poolProxies, hasSeveralProxies } from '../../model/pool-proxies';
import { differing } from '../combinators/differing';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two proxies of one cluster send the same clients to different databases',
  *check(cluster) {
    if (!hasSeveralProxies(cluster)) return;
    const byName = new Map<string, PoolProxy[]>();
    for (const pool of poolProxies(cluster)) {
      // Strangers and templates cannot be compared.
      if (!pool.pool.isComplete || pool.members.some(({ host, line }) => !host || !line.certain)) continue;
      const name = poolName(pool);
      byName.set(name, [...(byName.get(name) ?? []), pool]);
    }
    const hostOf = ({ pool }: PoolProxy): string => proxyHostOf(pool, cluster)?.name ?? '';
    for (const [name, pools] of byName) {
      if (new Set(pools.map(({ pool }) => pool.owner)).size < 2) continue;
      const writers = differing(pools, writerOf);
      const found = writers ?? differing(pools, serversOf);
      if (!found) continue;
      const [model] = found.agreeing;
      for (const other of found.deviating) {
        const [here, there] = writers ? [writerOf(other), writerOf(model)] : [serversOf(other), serversOf(model)];
        yield {
          span: nameSpanOf(other.pool),
          severity: writers ? 'error' : 'warning',
          message: writers
            ? `${name} sends clients to ${here} on ${hostOf(other)} and to ${there} on ${hostOf(model)}: both databases are written to at the same time`
            : `${name} has ${here} on ${hostOf(other)} and ${there} on ${hostOf(model)}: when the proxies change places, clients meet other databases`,
          related: [{ span: nameSpanOf(model.pool), message: `as ${hostOf(model)} has it` }],
        };
      }
    }
  },
});

/** The one database that gets the clients while all is well; undefined where there are several. */
function writerOf(pool: PoolProxy): string | undefined {
  const active = activeDatabases(pool);
  return active.length === 1 && pool.members.length > 1 ? active[0]?.host.name : undefined;
}

function serversOf({ members }: PoolProxy): string {
  const said = members.map(({ host, line }) => `${host?.name}${line.options.has('backup') ? ' (backup)' : ''}`);
  return said.sort().join(', ');
}
