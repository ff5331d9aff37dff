import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../client/cli/report';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId, type Files } from './scratch';

const under = (folder: string): Files =>
  Object.fromEntries(Object.entries(pair).map(([file, text]) => [`${folder}/${file}`, text]));

describe('paths on the command line', () => {
  const scratch = scratchFolders();

  async function check(workingDirectory: string, ...paths: string[]): Promise<Report> {
    const { out, err } = await quorate(workingDirectory, 'check', '--format', 'json', '--rule', sharedId, ...paths);
    assert.equal(err, '');
    return JSON.parse(out) as Report;
  }
  const files = (report: Report): string[] => report.findings.map(({ file }) => file);

  it('name a single file, which is judged together with the files around it', async () => {
    const report = await check(scratch(pair), 'db2/etc/mysql/my.cnf');
    assert.deepEqual(files(report), ['db2/etc/mysql/my.cnf']);
    assert.deepEqual(
      report.findings[0]?.related.map(({ file }) => file),
      ['db1/etc/mysql/my.cnf'],
    );
    assert.equal(report.summary.files, 2);
  });

  it('name a folder, which is a repository of its own', async () => {
    assert.deepEqual(files(await check(scratch(pair), 'db1')), []);
  });

  it('name several folders, which are read as one', async () => {
    const report = await check(scratch({ ...under('a'), ...under('b'), ...under('c') }), 'a', './b/', 'a');
    assert.deepEqual(
      files(report),
      ['a/db1', 'a/db2', 'b/db1', 'b/db2'].map((host) => `${host}/etc/mysql/my.cnf`),
    );
    assert.equal(report.summary.clusters, 2);
  });

  it('name a file and a folder, of which only what is asked for is told', async () => {
    const report = await check(scratch({ ...under('a'), ...under('b') }), 'a', 'b/db1/etc/mysql/my.cnf');
    assert.deepEqual(
      files(report),
      ['a/db1', 'a/db2', 'b/db1'].map((host) => `${host}/etc/mysql/my.cnf`),
    );
  });

  it('lead out of the working directory, and are printed relative to it', async () => {
    const folder = scratch({ ...under('shop'), 'elsewhere/file': '' });
    const elsewhere = path.join(folder, 'elsewhere');
    const expected = ['../shop/db1/etc/mysql/my.cnf', '../shop/db2/etc/mysql/my.cnf'];
    for (const target of ['../shop', path.join(folder, 'shop')]) {
      const report = await check(elsewhere, target);
      assert.deepEqual(files(report), expected);
      assert.equal(report.clusters[0]?.name, 'shop');
    }
    assert.deepEqual(
      files(await check(path.join(folder, 'shop/db1'), '..')),
      expected
        .map((file) => file.slice('../shop/'.length))
        .map((file) => (file.startsWith('db1/') ? file.slice(4) : `../${file}`)),
    );
  });

  it('may lead through a link', async () => {
    const folder = scratch(under('real'));
    symlinkSync('real', path.join(folder, 'link'));
    assert.deepEqual(files(await check(folder, 'link')), ['link/db1/etc/mysql/my.cnf', 'link/db2/etc/mysql/my.cnf']);
    assert.deepEqual(files(await check(folder)), ['real/db1/etc/mysql/my.cnf', 'real/db2/etc/mysql/my.cnf']);
  });

  it('of files that are none of ours are wrong usage', async () => {
    const folder = scratch({
      'nginx.conf': 'events {}',
      'some.cnf': '[req]\n',
      'db1/my.cnf': '[mysqld]\nserver_id={{ id }}\n',
    });
    for (const file of ['nginx.conf', 'some.cnf', 'db1/my.cnf']) {
      const { code, out, err } = await quorate(folder, 'check', file);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, new RegExp(`^quorate: ${file} is none of the files Quorate reads: `));
    }
  });
});
