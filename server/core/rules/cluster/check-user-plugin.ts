import { checkLogins } from '../../model/check-accounts';
import { poolName } from '../../model/pool-proxies';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a check logs in to an account whose way of logging in HAProxy does not know',
  *check(cluster) {
    for (const { pool, user, span, accounts } of checkLogins(cluster)) {
      const foreign = accounts.filter(({ plugin }) => plugin !== undefined && unknown.test(plugin));
      const [first] = foreign;
      if (!first || foreign.length < accounts.length) continue;
      yield {
        span,
        message: `The account ${user} logs in by ${first.plugin}, which the check of ${poolName(pool)} does not know: every database refuses it with error 1251, and HAProxy takes all of them for down`,
        related: foreign.map((account) => ({ span: account.user.span, message: `made with ${account.plugin}` })),
      };
    }
  },
});

/** Whatever is not mysql_native_password; HAProxy 3.4 knows the first with `post-80`, of which another rule speaks. */
const unknown = /^(sha256_password|unix_socket|auth_socket|ed25519|parsec|gssapi|pam|authentication_\w+)$/;
