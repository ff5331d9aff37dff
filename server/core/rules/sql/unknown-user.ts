import { accountsOf, changesOf, letsReplicate, quotedLike } from '../../model/replication-sql';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica logs in with a name that no account for replication has',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const replicating = grants.filter((grant) => letsReplicate(grant)).flatMap(({ accounts }) => accounts);
    // An account that may do more is for something else, and that of the replica may be made by other means.
    const dedicated = grants
      .filter((grant) => letsReplicate(grant) && grant.privileges.every((each) => each.startsWith('replication')))
      .flatMap(({ accounts }) => accounts);
    if (dedicated.length === 0) return;
    const known = new Set([...created, ...replicating].map(({ user }) => user.text));
    for (const { change } of changesOf(cluster)) {
      const token = change.values.get('user')?.value;
      if (!token?.isKnown || token.text === '' || known.has(token.text)) continue;
      const names = [...new Set(dedicated.filter(({ user }) => user.isKnown).map(({ user }) => user.text))];
      const [first] = dedicated;
      if (!first || names.length === 0) continue;
      yield {
        span: token.span,
        message: `The replica logs in as ${token.text}, but the SQL beside it makes no such account; the one for replication is ${names.join(', ')}: the IO thread says Connecting for ever (error 1045)`,
        related: [{ span: first.user.span, message: 'the account for replication' }],
        fixes: () =>
          names.slice(0, 3).map((name) => ({
            title: `Log in as ${name}`,
            safe: false,
            edits: [replace(token.span, quotedLike(token, spanText(token.span), name))],
          })),
      };
    }
  },
});
