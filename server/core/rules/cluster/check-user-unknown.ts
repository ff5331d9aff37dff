import { closest } from '../../text/closest';
import { checkLogins } from '../../model/check-accounts';
import { poolName } from '../../model/pool-proxies';
import { accountsOf } from '../../model/replication-sql';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a check logs in with a name that the SQL beside it gives no account',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const granted = new Set(grants.flatMap(({ accounts }) => accounts.map(({ user }) => user.text)));
    const names = [...new Set(created.flatMap(({ user }) => (user.isKnown ? [user.text] : [])))];
    // A name that is a variable may be the one.
    if (names.length === 0 || created.some(({ user }) => !user.isKnown)) return;
    for (const { pool, user, span, accounts } of checkLogins(cluster)) {
      if (accounts.length > 0 || granted.has(user)) continue;
      const forChecks = names.filter((name) => /ha_?proxy|check|monitor|probe/i.test(name));
      const near = closest(user, names);
      const suggestions = near.length > 0 ? near : forChecks;
      const [first] = created;
      yield {
        span,
        // The account may be made by other means, unless the SQL makes one that looks like it.
        severity: suggestions.length > 0 ? 'error' : 'warning',
        message: `The check of ${poolName(pool)} logs in as ${user}, but the SQL of this cluster makes no such account${didYouMean(suggestions)}${suggestions.length > 0 ? '' : ':'} Every database refuses it with error 1045, and HAProxy takes all of them for down`,
        related: first ? [{ span: first.user.span, message: 'accounts are made here' }] : [],
        fixes: () => renamings(span, suggestions, false),
      };
    }
  },
});
