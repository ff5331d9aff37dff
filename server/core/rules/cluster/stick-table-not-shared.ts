import { proxyHostOf } from '../../model/database-pools';
import { hasSeveralProxies, poolName, poolProxies, type PoolProxy } from '../../model/pool-proxies';
import { sharing } from '../combinators/sharing';
import { wordSpan } from '../../syntax/haproxy';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'two proxies that each remember by themselves which database their clients stay with',
  *check(cluster) {
    if (!hasSeveralProxies(cluster)) return;
    for (const [name, pools] of sharing(poolProxies(cluster), poolName)) {
      if (new Set(pools.map(({ pool }) => pool.owner)).size < 2) continue;
      const hosts = [...new Set(pools.map(({ pool }) => proxyHostOf(pool, cluster)?.name))].join(' and ');
      for (const pool of pools) {
        const table = ownTable(pool);
        if (!table) continue;
        yield {
          span: table,
          message: `${hosts} each have a table of their own for ${name}: one database may be chosen on the first and another one on the second, unless peers tell them of each other`,
        };
      }
    }
  },
});

/** The table that keeps clients on one server, where no peers share it. */
function ownTable({ proxy: { statements, block } }: PoolProxy) {
  if (!statements.some(({ words }) => words[0]?.text === 'stick')) return undefined;
  const table = statements.find(({ words, certain }) => certain && words[0]?.text === 'stick-table');
  const [keyword] = table?.words ?? [];
  if (!table || !keyword || table.words.some(({ text }) => text === 'peers')) return undefined;
  return wordSpan(block, table.line, keyword);
}
