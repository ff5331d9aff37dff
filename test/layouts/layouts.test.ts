import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { readLayout, understand } from './layout';

/** Repositories as people have them. Clean ones are the gate against false alarms: not one warning in any of them. */
describe('the layout', () => {
  const pages = readdirSync(__dirname).filter((name) => name.endsWith('.md'));

  it('has forty pages at least, clean and broken ones', () => {
    const layouts = pages.map((page) => readLayout(path.join(__dirname, page)));
    const clean = layouts.filter(({ findings }) => findings.length === 0);
    assert.ok(layouts.length >= 40, `only ${layouts.length} layouts`);
    assert.ok(clean.length >= 20 && layouts.length - clean.length >= 10, `${clean.length} are clean`);
  });

  for (const page of pages) {
    const layout = readLayout(path.join(__dirname, page));
    it(`"${layout.title}" is understood`, async () => {
      assert.ok(layout.files.size > 0, 'the page has no file');
      const { hosts, values, findings } = await understand(layout.files);
      assert.deepEqual(hosts, layout.hosts);
      assert.deepEqual(
        layout.values.filter((value) => !values.includes(value)),
        [],
        `values are:\n${values.join('\n')}`,
      );
      assert.deepEqual(findings, [...layout.findings].sort());
    });
  }
});
