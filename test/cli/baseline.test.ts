import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId, writeFiles } from './scratch';

const onlyIds = ['--rule', sharedId];

describe('check with a baseline', () => {
  const scratch = scratchFolders();

  it('keeps what is found, and tells only what is new', async () => {
    const folder = scratch(pair);
    const kept = await quorate(folder, 'check', ...onlyIds, '--write-baseline', 'known.json');
    assert.deepEqual(kept, { code: 0, out: '', err: 'quorate: 2 findings kept in known.json\n' });
    const known = JSON.parse(readFileSync(path.join(folder, 'known.json'), 'utf8')) as {
      version: number;
      findings: object[];
    };
    assert.equal(known.version, 1);
    assert.equal(known.findings.length, 2);
    const again = await quorate(folder, 'check', ...onlyIds, '--baseline', 'known.json');
    assert.deepEqual(again, { code: 0, out: 'No findings in 2 files of 2 hosts in 1 cluster.\n', err: '' });
    writeFiles(folder, {
      'db3/etc/mysql/my.cnf': '[mysqld]\nserver_id = 7\n',
      'db4/etc/mysql/my.cnf': '[mysqld]\nserver_id = 7\n',
    });
    const news = await quorate(folder, 'check', ...onlyIds, '--baseline', 'known.json');
    assert.equal(news.code, 1);
    assert.match(
      news.out,
      /^db3[^]*\ndb4[^]*\n\n2 errors, 0 warnings, 0 infos in 4 files of 4 hosts in 1 cluster\.\n$/,
    );
    assert.doesNotMatch(news.out, /db1|db2/);
  });

  it('knows a finding again when its line has moved', async () => {
    const folder = scratch(pair);
    await quorate(folder, 'check', ...onlyIds, '--write-baseline', 'known.json');
    writeFiles(folder, { 'db2/etc/mysql/my.cnf': `# a comment\n\n${pair['db2/etc/mysql/my.cnf'] as string}` });
    assert.equal((await quorate(folder, 'check', ...onlyIds, '--baseline', 'known.json')).code, 0);
  });

  it('tells equal findings of one file apart', async () => {
    const twice = (times: number): Record<string, string> => ({
      'quorate.json': `{ "clusters": [${'{},'.repeat(times - 1)}{}] }`,
    });
    const folder = scratch(twice(2));
    const rule = ['--rule', 'file/not-understood'];
    await quorate(folder, 'check', ...rule, '--write-baseline', 'known.json');
    assert.equal((await quorate(folder, 'check', ...rule, '--baseline', 'known.json')).code, 0);
    writeFiles(folder, twice(3));
    const news = await quorate(folder, 'check', ...rule, '--baseline', 'known.json');
    assert.match(news.out, /\n2 errors,/);
  });

  it('serves every working directory', async () => {
    const folder = scratch({ ...pair, 'sub/empty.txt': '' });
    const sub = path.join(folder, 'sub');
    assert.equal((await quorate(sub, 'check', '..', ...onlyIds, '--write-baseline', 'known.json')).code, 0);
    assert.equal((await quorate(sub, 'check', '..', ...onlyIds, '--baseline', 'known.json')).code, 0);
    assert.equal((await quorate(folder, 'check', ...onlyIds, '--baseline', 'sub/known.json')).code, 0);
    const { findings } = JSON.parse(readFileSync(path.join(sub, 'known.json'), 'utf8')) as {
      findings: { file: string }[];
    };
    assert.deepEqual(
      findings.map(({ file }) => file),
      ['../db1/etc/mysql/my.cnf', '../db2/etc/mysql/my.cnf'],
    );
  });

  for (const [what, argv, message] of [
    [
      'is not there',
      ['--baseline', 'none.json'],
      'baseline none.json: no such file or folder; make one with --write-baseline none.json',
    ],
    ['is a folder', ['--baseline', 'db1'], 'baseline db1: it is a folder'],
    [
      'is no JSON',
      ['--baseline', 'db1/etc/mysql/my.cnf'],
      'baseline db1/etc/mysql/my.cnf is not one that --write-baseline has written',
    ],
    ['is other JSON', ['--baseline', 'other.json'], 'baseline other.json is not one that --write-baseline has written'],
    [
      'cannot be written',
      ['--write-baseline', 'nowhere/known.json'],
      'baseline nowhere/known.json cannot be written: no such file or folder',
    ],
  ] as const) {
    it(`that ${what} is wrong usage`, async () => {
      const outcome = await quorate(
        scratch({ ...pair, 'other.json': '{"version":2,"findings":[]}' }),
        'check',
        ...argv,
      );
      assert.deepEqual(outcome, { code: 2, out: '', err: `quorate: ${message}\n` });
    });
  }
});
