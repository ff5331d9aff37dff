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
      if (!isJudged(pool)) continue;
      for (const each of pool.servers) {
        const { server, host } = each;
        const { port } = server;
        if (port === undefined || !host || !isDatabase(host) || isLoopback(server.address)) continue;
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

/** A pool without a check in MySQL's protocol is judged by its servers: one of them must fit. */
function isJudged({ checksMysql, servers }: DatabasePool): boolean {
  if (checksMysql) return true;
  return servers.some(({ server, host }) => host && isDatabase(host) && listening(host)?.ports[0] === server.port);
}

function portSpanOf({ server }: PoolServer): PoolServer['server']['addressSpan'] {
  const { addressSpan } = server;
  const digits = /\d+(?=["']?$)/.exec(spanText(addressSpan));
  const start = addressSpan.start + (digits?.index ?? 0);
  return { ...addressSpan, start, end: start + (digits?.[0].length ?? 0) };
}
