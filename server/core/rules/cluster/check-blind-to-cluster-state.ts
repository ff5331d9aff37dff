import { type Host, isDatabase } from '../../model/host';
import { healthCheck } from '../../model/proxy-options';
import { type PoolProxy, poolName } from '../../model/pool-proxies';
import { nameSpanOf } from '../../model/database-pools';
import { galeraNode } from '../../model/wsrep';
import { poolRule } from '../pool-rule';

export default poolRule({
  severity: 'info',
  summary: 'a check that cannot tell a Galera node in service from one that refuses to work',
  *check(pool) {
    const check = healthCheck(pool.proxy);
    if (check === 'unknown' || (check && check.kind !== 'mysql-check')) return;
    const watched = pool.members.filter(({ line }) => line.certain && line.options.has('check'));
    // Whoever asks an agent, or another port, asks more than the database itself.
    if (watched.length === 0 || watched.some(({ line }) => line.options.has('agent-check') || line.options.has('port')))
      return;
    const nodes = nodesOf(pool);
    if (nodes.length < 2) return;
    yield {
      span: nameSpanOf(pool.pool),
      message: `The check of ${poolName(pool)} is content with any node that answers: one that lost quorum, or gives its data to another one, stays UP, and clients sent there get error 1047 or wait`,
    };
  },
});

function nodesOf({ members }: PoolProxy): readonly Host[] {
  return members.flatMap(({ host }) => (host && isDatabase(host) && galeraNode(host.options) ? [host] : []));
}
