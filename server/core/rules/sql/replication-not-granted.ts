import { accountsOf, changesOf, letsReplicate } from '../../model/replication-sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'an account for replication that may not replicate',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const allowed = new Set(
      grants.filter((grant) => letsReplicate(grant)).flatMap(({ accounts }) => accounts.map(({ user }) => user.text)),
    );
    const told = new Set<string>();
    for (const { change } of changesOf(cluster)) {
      const user = change.values.get('user')?.value;
      if (!user?.isKnown || allowed.has(user.text) || told.has(user.text)) continue;
      const account = created.find((each) => each.user.text === user.text);
      // A grant with a name in a variable may be the one.
      const isOpen = grants.some(({ accounts }) => accounts.some((each) => !each.user.isKnown));
      if (!account || isOpen) continue;
      told.add(user.text);
      const other = grants.find(({ accounts }) => accounts.some((each) => each.user.text === user.text));
      const global = other && other.level !== '*.*' ? other.levelTokens[0] : undefined;
      yield {
        span: account.user.span,
        message: `${user.text} is made for a replica to log in with, but no GRANT gives it REPLICATION SLAVE ON *.*${global ? `, only rights on ${other?.level}` : ''}: the login works and the IO thread stops, access denied`,
        related: [{ span: user.span, message: 'the replica logs in with it' }],
      };
    }
  },
});
