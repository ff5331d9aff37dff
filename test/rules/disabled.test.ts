import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { blockRule } from '../../server/core/rules/rule';
import type { RuleEntry } from '../../server/core/rules/checker';
import { lineSpan } from '../../server/core/syntax/tree';
import { Random } from '../differential/random';
import { disableEach } from './disabled';
import { pageOf, type RulePage } from './page-claims';

describe('a rule that is disabled', () => {
  it('fails its own page, in each bad case, and no other page', function () {
    this.timeout(240_000);
    const pages = rules.map(([id]) => pageOf(id));
    const random = new Random('disabled rules');
    const { executed, faults } = disableEach(rules, pages, () => random.chance(1, 100));
    assert.deepEqual(faults, []);
    assert.ok(executed > 2 * rules.length, `${executed} pages were executed`);
  });

  describe('is noticed', () => {
    const page = (id: string, ...scenes: RulePage['scenes']): RulePage => ({ id, scenes });
    const files = new Map([['db1/etc/my.cnf', '[mysqld]\nserver_id = 1\n']]);
    const place = { path: 'db1/etc/my.cnf', line: 1, start: 1, end: 9, severity: 'warning', message: 'seen' };
    const bad: RulePage['scenes'][number] = { title: 'Bad', kind: 'bad', files, expected: [place] };

    /** Says something of every group, if it may. */
    const speaking = (id: string, may: () => boolean): RuleEntry => [
      id,
      blockRule({
        language: 'mycnf',
        severity: 'warning',
        summary: 'made up for a test',
        *check(block) {
          if (may()) yield { span: lineSpan(block, 0), message: 'seen' };
        },
      }),
    ];

    it('when another page leans on it', () => {
      let hasSpoken = false;
      const first = speaking('test/first', () => (hasSpoken = true));
      const leaning = speaking('test/leaning', () => {
        const may = hasSpoken;
        hasSpoken = false;
        return may;
      });
      const { faults } = disableEach([first, leaning], [page('test/first', bad), page('test/leaning', bad)]);
      assert.equal(faults.length, 1);
      assert.match(faults[0] ?? '', /^without test\/first, the page of test\/leaning fails: finds what "Bad" marks/);
    });

    it('when its own page marks nothing', () => {
      const { faults } = disableEach([speaking('test/first', () => true)], [page('test/first')]);
      assert.deepEqual(faults, ['without test/first, its own page marks nothing']);
    });
  });
});
