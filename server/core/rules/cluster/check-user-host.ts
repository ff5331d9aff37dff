import { isAddress, isLoopback } from '../../model/addresses';
import { checkLogins, letsIn } from '../../model/check-accounts';
import type { Cluster } from '../../model/cluster';
import { proxyHostOf } from '../../model/database-pools';
import { isDatabase } from '../../model/host';
import { poolName, type PoolProxy } from '../../model/pool-proxies';
import { quotedLike } from '../../model/replication-sql';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a check logs in from an address that its account does not let in',
  *check(cluster) {
    for (const { pool, user, span, accounts } of checkLogins(cluster)) {
      const sources = accounts.length === 0 ? [] : sourcesOf(pool, cluster);
      if (sources.length === 0) continue;
      // Of several addresses any may be the one the proxy comes from, and a name may stand for it.
      if (accounts.some(({ host }) => sources.some((source) => letsIn(host, source) !== false))) continue;
      const hosts = [...new Set(accounts.map(({ host }) => host))].join(', ');
      const [first] = accounts;
      const [source = '', another] = sources;
      yield {
        span,
        message: `The account ${user} may log in from ${hosts}, but ${poolName(pool)} checks from ${sources.join(', ')}: every database refuses it with error 1045 or 1130, and HAProxy takes all of them for down`,
        related: accounts.flatMap(({ hostToken }) =>
          hostToken ? [{ span: hostToken.span, message: 'who may log in' }] : [],
        ),
        fixes: () => {
          const token = first?.hostToken;
          if (!token || another !== undefined || accounts.length > 1 || token.kind === 'variable') return [];
          const text = quotedLike(token, spanText(token.span), source);
          return [{ title: `Let ${user} in from ${source}`, safe: false, edits: [replace(token.span, text)] }];
        },
      };
    }
  },
});

/** Where a proxy's checks come from: not known while a server line binds a source of its own, or a loopback is meant. */
function sourcesOf({ pool, members, proxy }: PoolProxy, cluster: Cluster): readonly string[] {
  const own = proxy.statements.some(({ words }) => words[0]?.text === 'source');
  if (
    own ||
    members.some(
      ({ line, server, host }) =>
        line.options.has('source') ||
        isLoopback(server.address) ||
        (host && isDatabase(host) && host.key === pool.owner),
    )
  )
    return [];
  return [...(proxyHostOf(pool, cluster)?.addresses ?? [])].filter(
    (address) => isAddress(address) && !isLoopback(address),
  );
}
