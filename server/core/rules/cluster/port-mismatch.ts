import { isLoopback } from '../../model/addresses';
import { type DatabasePool, databasePools, type PoolServer } from '../../model/database-pools';
import { isDatabase } from '../../model/host';
import { listening } from '../../model/listening';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy sends database clients to a port the database does not listen on',
  *check(cluster) {
    for (const pool of databasePools(cluster)) {
      for (const each of pool.servers) {
        const { server, host } = each;
        const { port } = server;
        if (port === undefined || !host || !isDatabase(host) || isLoopback(server.address) || !isJudged(pool, each))
          continue;
        const where = listening(host);
        const wanted = where?.ports[0];
        if (!where || wanted === undefined || where.ports.includes(port)) continue;
        const { portSetting } = where;
        const span = portSpanOf(each);
        yield {
          span,
          // Without a line that says so the port may still be set where we cannot see it.
          severity: portSetting ? 'error' : 'warning',
          message: `Server ${server.name} points at port ${port}, but the database of ${host.name} listens on ${wanted}${portSetting ? '' : ', the default'}: the proxy takes it for down`,
          related: portSetting?.valueSpan ? [{ span: portSetting.valueSpan, message: `port of ${host.name}` }] : [],
          fixes: () => [
            {
              title: `Use port ${wanted} for server ${server.name}`,
              safe: false,
              edits: [replace(span, String(wanted))],
            },
          ],
        };
      }
    }
  },
});

/** A pool without a check in MySQL's protocol is judged by its neighbours: another server of it must fit. */
function isJudged(pool: DatabasePool, { server }: PoolServer): boolean {
  if (pool.checksMysql) return true;
  return pool.servers.some(
    ({ server: other, host }) =>
      other !== server && host && isDatabase(host) && listening(host)?.ports[0] === other.port,
  );
}

function portSpanOf({ server }: PoolServer): PoolServer['server']['addressSpan'] {
  const { addressSpan } = server;
  const digits = /\d+(?=["']?$)/.exec(spanText(addressSpan));
  const start = addressSpan.start + (digits?.index ?? 0);
  return { ...addressSpan, start, end: start + (digits?.[0].length ?? 0) };
}
