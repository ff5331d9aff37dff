import { accountsOf, changesOf } from '../../model/replication-sql';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica logs in with another password than its account was made with',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const given = [...created, ...grants.flatMap(({ accounts }) => accounts)].filter(
      ({ password }) => password?.isKnown,
    );
    for (const { change } of changesOf(cluster)) {
      const [user, password] = ['user', 'password'].map((name) => change.values.get(name)?.value);
      if (!user?.isKnown || !password?.isKnown || password.kind !== 'string') continue;
      const accounts = given.filter((account) => account.user.text === user.text);
      const [first] = accounts;
      if (!first?.password || accounts.some((account) => account.password?.text === password.text)) continue;
      const right = first.password;
      yield {
        span: password.span,
        message: `The account ${user.text} was made with another password: the IO thread says Connecting for ever (error 1045)`,
        related: [{ span: right.span, message: 'the password it was made with' }],
        fixes: () =>
          /^'[^'\\]*'$/.test(spanText(right.span)) && /^'/.test(spanText(password.span))
            ? [
                {
                  title: 'Use the password the account was made with',
                  safe: false,
                  edits: [replace(password.span, spanText(right.span))],
                },
              ]
            : [],
      };
    }
  },
});
