import assert from 'node:assert/strict';
import { rules } from '../../server/core/rules/registry';
import { claimsOf, pageOf, textOf } from './page-claims';

for (const [id, rule] of rules) {
  describe(`page of ${id}`, () => {
    const page = pageOf(id);
    const of = (kind: string) => page.scenes.filter((scene) => scene.kind === kind);

    it('has a page with a bad case and at least two good ones of different layouts', () => {
      assert.ok(of('bad').length >= 1, 'no bad case');
      assert.ok(of('good').length >= 2, 'fewer than two good cases');
      const layouts = new Set(of('good').map((scene) => [...scene.files.keys()].sort().join(' ')));
      assert.ok(layouts.size >= 2, 'the good cases all have one layout');
      assert.match(rule.summary, /[^.]$/);
    });

    if (/^(mycnf|replication|sql)\//.test(id)) {
      it('names a page of a manual', () => assert.match(textOf(id), /https:\/\/(dev\.mysql\.com|mariadb\.com)\/doc/));
    }

    for (const { title, check } of claimsOf(page)) it(title, () => check(rules));
  });
}
