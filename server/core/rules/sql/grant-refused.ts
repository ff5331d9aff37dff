import { versionNumber } from '../../catalog/release';
import { nameOfTarget } from '../../model/option-lines';
import { readGrant, statementsOf, targetOf } from '../../model/replication-sql';
import { isWord } from '../../syntax/sql';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a GRANT that the server refuses',
  *check(cluster) {
    for (const { statement, host } of statementsOf(cluster)) {
      const grant = readGrant(statement);
      if (!grant) continue;
      const { level, levelTokens, privileges } = grant;
      const first = levelTokens[0];
      const isGlobal = privileges.some((privilege) =>
        /^(replication (slave|client|replica)|super|reload|process)$/.test(privilege),
      );
      if (first && isGlobal && level !== '*.*' && level.includes('.')) {
        const last = levelTokens.at(-1) ?? first;
        const isOneLine = last.span.line === first.span.line && last.span.block === first.span.block;
        const isAlone = privileges.every((privilege) => /^(replication|binlog|super|reload|process)/.test(privilege));
        yield {
          span: isOneLine ? { ...first.span, end: last.span.end } : first.span,
          message: `${privileges.find((each) => /^(replication|super|reload|process)/.test(each))?.toUpperCase()} is a right on the whole server and cannot be given on ${level}: error 1221, and nothing is granted`,
          fixes: () =>
            isOneLine && isAlone
              ? [{ title: 'Write ON *.*', safe: false, edits: [replace({ ...first.span, end: last.span.end }, '*.*')] }]
              : [],
        };
      }
      const target = targetOf(cluster, host);
      const identified = statement.tokens.find((token) => isWord(token, 'identified'));
      if (target.product !== 'mysql' || target.series === undefined || !identified) continue;
      if (versionNumber(target.series) < versionNumber('8.0')) continue;
      yield {
        span: identified.span,
        message: `${nameOfTarget(target)} makes no accounts with GRANT: IDENTIFIED BY belongs to CREATE USER, and this statement ends with error 1064`,
      };
    }
  },
});
