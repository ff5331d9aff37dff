import { type Host, isDatabase } from '../../model/host';
import { healthCheck } from '../../model/proxy-options';
import { poolName } from '../../model/pool-proxies';
import { isOn } from '../../model/setting';
import { wordSpan } from '../../syntax/haproxy';
import { insertBehind } from '../finding';
import { poolRule } from '../pool-rule';
import type { Span } from '../../syntax/tree';

export default poolRule({
  severity: 'warning',
  summary: 'a check that breaks off the login, for which databases block the proxy',
  *check(pool) {
    const check = healthCheck(pool.proxy);
    if (!check || check === 'unknown' || check.kind !== 'mysql-check' || check.line.words.length > 2) return;
    const counting = pool.members.flatMap(({ host }) => (host && isDatabase(host) && !ignores(host) ? [host] : []));
    const [first] = counting;
    // Databases that do not look names up do not count broken logins by host either.
    if (!first && pool.members.some(({ host }) => host && isDatabase(host))) return;
    const { block } = check.section;
    const [keyword, option] = check.line.words;
    if (!keyword || !option) return;
    const span: Span = { ...wordSpan(block, check.line.line, keyword), end: option.end };
    yield {
      span,
      message: `Without a user the check of ${poolName(pool)} breaks each login off: after 100 of them (max_connect_errors) ${first?.name ?? 'a database'} blocks the proxy with error 1129, and nobody gets through`,
      fixes: () => [
        {
          title: 'Log in as haproxy, an account without password and rights',
          safe: false,
          edits: [insertBehind(span, ' user haproxy')],
        },
      ],
    };
  },
});

/** The count is kept in the cache of host names, which such a server does not have. */
function ignores({ options }: Host): boolean {
  const setting = options.effective('skip_name_resolve');
  return (setting !== undefined && isOn(setting)) || options.value('host_cache_size') === '0';
}
