import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { quorate, quorateBytes } from './in-process';
import { pair, scratchFolders, sharedId, type Files } from './scratch';

const onlyIds = ['--rule', sharedId];
const changed = 'db2/etc/mysql/my.cnf';

describe('fix', () => {
  const scratch = scratchFolders();
  const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'latin1');

  it('mends files, tells what it did, and finds nothing the second time', async () => {
    const folder = scratch(pair);
    const first = await quorate(folder, 'fix', ...onlyIds);
    assert.deepEqual([first.code, first.out], [0, '']);
    assert.match(
      first.err,
      /^db1\/etc\/mysql\/my\.cnf: Use the next free server_id, 2, for db2 \[.*\]\n[^]*\n2 findings mended in 1 file\.\n$/,
    );
    assert.equal(read(folder, changed), '[mysqld]\nserver_id = 2\nlog_bin = mysql-bin\n');
    assert.equal(read(folder, 'db1/etc/mysql/my.cnf'), pair['db1/etc/mysql/my.cnf']);
    assert.deepEqual(await quorate(folder, 'fix', ...onlyIds), { code: 0, out: '', err: 'Nothing to fix.\n' });
    assert.equal((await quorate(folder, 'check', ...onlyIds)).code, 0);
  });

  it('gives each of many hosts an id of its own', async () => {
    const hosts = Array.from({ length: 12 }, (_, index) => `db${index + 1}/my.cnf`);
    const folder = scratch(Object.fromEntries(hosts.map((file) => [file, '[mysqld]\nserver_id=1\nlog_bin\n'])));
    assert.equal((await quorate(folder, 'fix', ...onlyIds)).code, 0);
    assert.equal(new Set(hosts.map((file) => read(folder, file))).size, 12);
  });

  it('edits only for findings of the files asked for', async () => {
    const folder = scratch(
      Object.fromEntries(
        ['a', 'b'].flatMap((name) => Object.entries(pair).map(([file, text]) => [`${name}/${file}`, text])),
      ),
    );
    assert.equal((await quorate(folder, 'fix', 'a', ...onlyIds)).code, 0);
    assert.match(read(folder, `a/${changed}`), /server_id = 2/);
    assert.match(read(folder, `b/${changed}`), /server_id = 1/);
  });

  it('applies what is not safe only when told to', async () => {
    const name = 'lb1/etc/haproxy/haproxy.cfg';
    const folder = scratch({ [name]: 'defaults\n  timeout client 30\n' });
    const rule = ['--rule', 'haproxy/timeout-without-unit'];
    const { err } = await quorate(folder, 'fix', ...rule);
    assert.equal(err, '1 finding can be mended with --unsafe; look at the changes first.\n');
    assert.match((await quorate(folder, 'fix', ...rule, '--unsafe')).err, /^1 finding mended in 1 file\.$/m);
    assert.equal(read(folder, name), 'defaults\n  timeout client 30s\n');
  });

  const text = { before: '[mysqld]\nserver_id = 1\n', after: '[mysqld]\nserver_id = 2\n' };
  const encodings = {
    'no final newline': { before: '[mysqld]\nserver_id = 1', after: '[mysqld]\nserver_id = 2' },
    CRLF: { before: '[mysqld]\r\nserver_id = 1\r\n# end\n', after: '[mysqld]\r\nserver_id = 2\r\n# end\n' },
    'a byte order mark': { before: `\xef\xbb\xbf${text.before}`, after: `\xef\xbb\xbf${text.after}` },
    'UTF-8': { before: `# \xc3\xbc\n${text.before}`, after: `# \xc3\xbc\n${text.after}` },
    'Latin-1': { before: `# \xfc\xff\n${text.before}`, after: `# \xfc\xff\n${text.after}` },
    'a blank in its path': { folder: 'my shop', ...text },
    'an umlaut in its path': { folder: 'm\u00fcll', ...text },
  };
  for (const [what, { folder: home = 'shop', before, after }] of Object.entries<typeof text & { folder?: string }>(
    encodings,
  )) {
    const name = `${home}/db2/my.cnf`;
    const files: Files = { [`${home}/db1/my.cnf`]: text.before, [name]: Buffer.from(before, 'latin1') };

    it(`keeps every other byte of a file with ${what}`, async () => {
      const folder = scratch(files);
      assert.equal((await quorate(folder, 'fix', ...onlyIds)).code, 0);
      assert.equal(read(folder, name), after);
    });

    it(`prints a diff of a file with ${what} that git takes`, async () => {
      const folder = scratch(files);
      const { code, out } = await quorateBytes(folder, 'fix', '--dry-run', ...onlyIds);
      assert.equal(code, 0);
      assert.equal(read(folder, name), before);
      execFileSync('git', ['apply'], { cwd: folder, input: out });
      assert.equal(read(folder, name), after);
    });
  }
});
