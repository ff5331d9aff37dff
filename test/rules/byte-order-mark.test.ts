import assert from 'node:assert/strict';
import corosyncSyntax from '../../server/core/rules/corosync/syntax';
import haproxySyntax from '../../server/core/rules/haproxy/syntax';
import type { Rule } from '../../server/core/rules/rule';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';

/** Messages about a file, by a rule over it; a byte order mark cannot be seen on a rule's page. */
function messages(rule: Rule, path: string, text: string): string[] {
  const workspace = new Workspace(catalogs, [['area/rule', rule]], 'repository', (_, error) => {
    throw error;
  });
  workspace.set(path, `file:///repository/${path}`, text);
  workspace.update();
  return workspace.documents.flatMap((document) => workspace.findings(document).map(({ message }) => message));
}

describe('a byte order mark', () => {
  const files: readonly [Rule, string, string][] = [
    [corosyncSyntax, 'corosync.conf', 'totem {\n  version: 2\n}\n'],
    [haproxySyntax, 'haproxy.cfg', 'defaults\n  mode tcp\n'],
  ];
  for (const [rule, path, text] of files) {
    it(`is reported in ${path}, once and alone`, () => {
      assert.deepEqual(messages(rule, path, text), []);
      const found = messages(rule, path, `\uFEFF${text}`);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', /byte order mark/);
    });
  }
});
