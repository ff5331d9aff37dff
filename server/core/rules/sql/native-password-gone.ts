import { versionNumber } from '../../catalog/release';
import { nameOfTarget } from '../../model/option-lines';
import { accountsOf, targetOf } from '../../model/replication-sql';
import { isOn } from '../../model/setting';
import { isWord } from '../../syntax/sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'an account on mysql_native_password, which the server does not have or does not load',
  *check(cluster) {
    const { created, grants } = accountsOf(cluster);
    const given = [
      ...created,
      ...grants.flatMap(({ accounts, run }) => accounts.map((account) => ({ ...account, run }))),
    ];
    for (const { plugin, user, run } of given) {
      if (plugin !== 'mysql_native_password') continue;
      const target = targetOf(cluster, run.host);
      if (target.product !== 'mysql' || target.series === undefined || target.isGuess) continue;
      const version = versionNumber(target.series);
      const isGone = version >= versionNumber('9.0');
      if (!isGone && (version < versionNumber('8.4') || isLoaded(run.host))) continue;
      const word = run.statement.tokens.find((token) => isWord(token, 'mysql_native_password')) ?? user;
      yield {
        span: run.statement.tokens.find((token) => token.text.toLowerCase() === plugin)?.span ?? word.span,
        message: isGone
          ? `${nameOfTarget(target)} has no mysql_native_password any more: the statement ends with error 1524, and the account ${user.text} is not made`
          : `${nameOfTarget(target)} does not load mysql_native_password unless its options say mysql_native_password = ON: the statement ends with error 1524, and the account ${user.text} is not made`,
      };
    }
  },
});

/** Without a host nobody knows its options, so the plugin may be loaded. */
function isLoaded(host: Parameters<typeof targetOf>[1]): boolean {
  if (!host) return true;
  const setting = host.options.effective('mysql_native_password');
  return setting !== undefined && isOn(setting);
}
