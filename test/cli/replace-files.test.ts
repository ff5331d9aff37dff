import assert from 'node:assert/strict';
import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { findReplacements, replaceFiles } from '../../client/cli/replace-files';
import { UsageError } from '../../client/cli/usage-error';
import { quorateAsOwner } from './child';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId } from './scratch';

const onlyIds = ['--rule', sharedId];
const changed = 'db2/etc/mysql/my.cnf';

describe('fix, writing files', function () {
  this.timeout(60_000);
  const scratch = scratchFolders();
  const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'utf8');

  it('keeps the mode, whatever the process masks', async () => {
    const folder = scratch(pair);
    chmodSync(path.join(folder, changed), 0o2664);
    const umask = process.umask(0o077);
    try {
      await quorate(folder, 'fix', ...onlyIds);
    } finally {
      process.umask(umask);
    }
    assert.match(read(folder, changed), /server_id = 2/);
    assert.equal(statSync(path.join(folder, changed)).mode & 0o7777, 0o2664);
  });

  it('writes through links, which stay links', async () => {
    const folder = scratch({
      'db1/my.cnf': pair['db1/etc/mysql/my.cnf'] as string,
      'db2/real.txt': pair[changed] as string,
    });
    symlinkSync('real.txt', path.join(folder, 'db2/my.cnf'));
    const dry = await quorate(folder, 'fix', '--dry-run', ...onlyIds);
    assert.match(dry.out, /^--- a\/db2\/real\.txt\n\+\+\+ b\/db2\/real\.txt\n/);
    assert.equal((await quorate(folder, 'fix', ...onlyIds)).code, 0);
    assert.ok(lstatSync(path.join(folder, 'db2/my.cnf')).isSymbolicLink());
    assert.match(read(folder, 'db2/real.txt'), /server_id = 2/);
  });

  it('writes a file once that two paths lead to, and refuses two texts for it', async () => {
    const folder = scratch({ 'real.cnf': 'old' });
    symlinkSync('real.cnf', path.join(folder, 'link.cnf'));
    const change = (name: string, after: string) => ({ path: path.join(folder, name), before: 'old', after });
    const same = await findReplacements([change('real.cnf', 'new'), change('link.cnf', 'new')], folder);
    assert.deepEqual(
      same.map(({ name }) => name),
      ['real.cnf'],
    );
    const different = findReplacements([change('real.cnf', 'new'), change('link.cnf', 'newer')], folder);
    await assert.rejects(different, {
      message: 'real.cnf is read under several paths and would need a different text for each; nothing was written',
    });
  });

  it('refuses a file that somebody changed meanwhile', async () => {
    const folder = scratch({ 'my.cnf': 'theirs' });
    const changes = [{ path: path.join(folder, 'my.cnf'), before: 'old', after: 'new' }];
    await assert.rejects(findReplacements(changes, folder), (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.message, 'my.cnf was changed by somebody else meanwhile; nothing was written, run fix again');
      return true;
    });
    assert.equal(read(folder, 'my.cnf'), 'theirs');
  });

  it('refuses a text that the encoding of the file has no bytes for', async () => {
    const folder = scratch({ 'my.cnf': Buffer.from('\xfc', 'latin1') });
    const changes = [{ path: path.join(folder, 'my.cnf'), before: '\xfc', after: '\u4e2d' }];
    await assert.rejects(findReplacements(changes, folder), {
      message: 'my.cnf is not UTF-8 and cannot hold the new text; nothing was written',
    });
  });

  it('leaves nothing behind, and all files as they were, when one cannot be written', async () => {
    const folder = scratch({ 'a/my.cnf': 'old', 'b/my.cnf': 'old' });
    const changes = ['a', 'b'].map((name) => ({
      path: path.join(folder, name, 'my.cnf'),
      before: 'old',
      after: 'new',
    }));
    const replacements = await findReplacements(changes, folder);
    // Something in the way of the second temporary file.
    mkdirSync(path.join(folder, `b/my.cnf.quorate-${process.pid}`));
    await assert.rejects(replaceFiles(replacements), UsageError);
    assert.deepEqual([read(folder, 'a/my.cnf'), read(folder, 'b/my.cnf')], ['old', 'old']);
    assert.deepEqual(readdirSync(path.join(folder, 'a')), ['my.cnf']);
  });

  for (const [what, protectedPath, mode] of [
    ['a read-only file', changed, 0o444],
    ['a read-only folder', path.dirname(changed), 0o555],
  ] as const) {
    it(`ends with exit code 2 at ${what}, and leaves all files as they were`, () => {
      const folder = scratch({ ...pair, 'db3/etc/mysql/my.cnf': pair[changed] as string });
      chmodSync(path.join(folder, protectedPath), mode);
      const { code, out, err } = quorateAsOwner(['fix', ...onlyIds], folder);
      chmodSync(path.join(folder, protectedPath), 0o755);
      assert.deepEqual([code, out], [2, '']);
      assert.equal(err, `quorate: ${changed} cannot be written: permission denied; nothing was written\n`);
      for (const host of ['db1', 'db2', 'db3']) {
        assert.match(read(folder, `${host}/etc/mysql/my.cnf`), /server_id = 1/);
        assert.deepEqual(readdirSync(path.join(folder, host, 'etc/mysql')), ['my.cnf']);
      }
    });
  }

  it('keeps the owner where that is allowed', async () => {
    const folder = scratch(pair);
    const file = path.join(folder, changed);
    if (process.getuid?.() === 0) chownSync(file, 65534, 65534);
    const before = statSync(file);
    assert.equal((await quorate(folder, 'fix', ...onlyIds)).code, 0);
    const { uid, gid } = statSync(file);
    assert.deepEqual([uid, gid], [before.uid, before.gid]);
  });
});
