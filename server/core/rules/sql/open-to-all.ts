import { type Account, accountsOf } from '../../model/replication-sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'an account with all rights that may come from anywhere',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const seen = new Set<string>();
    const all: Account[] = [
      ...created.filter(({ user }) => user.text === 'root'),
      ...grants
        .filter(
          ({ level, privileges }) => level === '*.*' && privileges.some((each) => /^all( privileges)?$/.test(each)),
        )
        .flatMap(({ accounts }) => accounts),
    ];
    for (const { user, host } of all) {
      if (host !== '%' || !user.isKnown || seen.has(user.text)) continue;
      seen.add(user.text);
      yield {
        span: user.span,
        message: `${user.text}@% may do everything from everywhere: whoever learns or guesses the password has all servers, because accounts are replicated`,
      };
    }
  },
});
