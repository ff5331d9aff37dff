import { commandLine, writtenIn } from '../../model/setting';
import { groupOf, type MyCnfLine } from '../../syntax/mycnf';
import type { Block } from '../../syntax/tree';
import { blockRule } from '../rule';

/** Options whose value, or a part of it, is a password. */
const secrets = /^(password|(wsrep[-_]sst[-_]auth)|master[-_]password|report[-_]password|admin[-_]password)$/i;

export default blockRule<'mycnf'>({
  language: 'mycnf',
  severity: 'warning',
  summary: 'a password in a file that is kept with others in a repository',
  *check(block: Block<MyCnfLine>) {
    for (const { written, value, valueSpan, group } of writtenIn(block)) {
      if (!value || !valueSpan || group === commandLine) continue;
      const name = written.replace(/^loose[-_]/i, '');
      if (!secrets.test(name) || isPlaceholder(value)) continue;
      const hasPassword = !/sst[-_]auth$/i.test(name) || /:./.test(value);
      if (!hasPassword) continue;
      yield {
        span: valueSpan,
        message: `The password of ${groupOf(block) === undefined ? 'this option' : `${written} in [${groupOf(block)}]`} can be read by everybody who can read this repository, now and in its history`,
      };
    }
  },
});

/** What somebody or something fills in before the server reads it. */
function isPlaceholder(value: string): boolean {
  return /^(\$|<|%|@|\*+$|x+$|\.\.\.)|change.?me|your.?password|\{\{|__/i.test(value.replace(/^[^:]*:/, ''));
}
