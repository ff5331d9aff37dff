import { checkLogins } from '../../model/check-accounts';
import { poolName } from '../../model/pool-proxies';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a check logs in without a password to an account that has one',
  *check(cluster) {
    for (const { pool, user, span, accounts } of checkLogins(cluster)) {
      const secured = accounts.filter(({ password }) => password?.isKnown && password.text !== '');
      const [first] = secured;
      // An account for another host may be the one without a password.
      if (!first || secured.length < accounts.length) continue;
      yield {
        span,
        message: `The account ${user} has a password, and the check of ${poolName(pool)} cannot send one: every database refuses it with error 1045, and HAProxy takes all of them for down`,
        related: secured.flatMap(({ password }) =>
          password ? [{ span: password.span, message: `a password for ${user}` }] : [],
        ),
        fixes: () => [
          {
            title: `Make ${user} an account without password, which must have no rights`,
            safe: false,
            edits: secured.flatMap(({ password }) => (password ? [replace(password.span, "''")] : [])),
          },
        ],
      };
    }
  },
});
