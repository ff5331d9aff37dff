import { effectiveValue } from '../../model/defaults';
import { nameOf, type Proxy } from '../../model/haproxy-proxies';
import { activeDatabases, poolName } from '../../model/pool-proxies';
import { isActive } from '../../model/server-lines';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { poolRule } from '../pool-rule';

export default poolRule({
  severity: 'info',
  summary: 'a proxy that lets in more clients than its databases take, without a queue',
  *check(pool, { options }) {
    const databases = activeDatabases(pool);
    const active = pool.members.filter(({ line }) => isActive(line));
    // One server that nobody knows, or one with a limit of its own, may take the rest.
    if (databases.length === 0 || databases.length < active.length || !pool.pool.isComplete) return;
    if (active.some(({ line }) => line.options.has('maxconn'))) return;
    const taken = databases.flatMap(({ host }) => {
      const { value = '', setting } = effectiveValue(host, 'max_connections', options) ?? {};
      return setting && /^\d+$/.test(value) ? [{ host, setting, most: Number(value) }] : [];
    });
    if (taken.length < databases.length) return;
    const limits = pool.senders.map(ownLimit);
    if (limits.length === 0 || limits.includes(undefined)) return;
    const clients = limits.reduce((sum, limit) => sum + (limit?.maxconn ?? 0), 0);
    const most = taken.reduce((sum, each) => sum + each.most, 0);
    if (clients <= most) return;
    for (const limit of limits) {
      if (!limit) continue;
      const all = pool.senders.length > 1 ? ' and the others' : '';
      yield {
        span: limit.span,
        message: `${nameOf(limit.proxy)}${all} may let in ${clients} clients, but the databases of ${poolName(pool)} take ${most} together (max_connections), and no server line has a maxconn: under load clients get "Too many connections", error 1040, instead of waiting`,
        related: taken.flatMap(({ host, setting }) =>
          setting.valueSpan ? [{ span: setting.valueSpan, message: `max_connections of ${host.name}` }] : [],
        ),
      };
    }
  },
});

interface Limit {
  readonly proxy: Proxy;
  readonly span: Span;
  readonly maxconn: number;
}

/** What a proxy lets in by a line of its own; what it inherits is meant for all of them and says little. */
function ownLimit(proxy: Proxy): Limit | undefined {
  const line = proxy.byKeyword.get('maxconn')?.at(-1);
  const value = line?.words[1];
  if (!line?.certain || !value || !/^\d+$/.test(value.text)) return undefined;
  return { proxy, span: wordSpan(proxy.block, line.line, value), maxconn: Number(value.text) };
}
