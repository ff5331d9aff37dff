import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

describe('documentation', () => {
  it('lists the rules as they are', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });

  it('links only to files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
    ].filter((name) => name.endsWith('.md'));
    assert.ok(pages.length >= 4);
    const broken: string[] = [];
    for (const page of pages) {
      for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        if (!existsSync(join(root, dirname(page), target as string))) broken.push(`${page}: ${target as string}`);
      }
    }
    assert.deepEqual(broken, []);
  });
});
