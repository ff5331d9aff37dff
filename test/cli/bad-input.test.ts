import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../client/cli/report';
import { quorateAsOwner, quorateProcess } from './child';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId, type Files } from './scratch';

/** What is told of bad input, beside the findings on a good pair of hosts, which must never be lost. */
interface Told {
  readonly code: number | null;
  readonly files: string[];
  readonly err: string;
}

/** A pair whose first host reads a folder of more files. */
const hosts: Files = {
  ...pair,
  'db1/etc/mysql/my.cnf': `${pair['db1/etc/mysql/my.cnf'] as string}!includedir /etc/mysql/conf.d/\n`,
};

const good = [`db1/etc/mysql/my.cnf ${sharedId}`, `db2/etc/mysql/my.cnf ${sharedId}`];

describe('bad input', function () {
  this.timeout(60_000);
  const scratch = scratchFolders();

  function toldOf({ code, out, err }: { code: number | null; out: string; err: string }): Told {
    const { findings } = JSON.parse(out) as Report;
    const told = findings
      .map(({ file, rule }) => `${file} ${rule}`)
      .filter((each) => / (file\/|replication\/server-id-d)/.test(each));
    for (const each of good) assert.ok(told.includes(each), `${each} is lost`);
    return { code, err, files: told.filter((each) => !good.includes(each)) };
  }
  async function check(folder: string): Promise<Told> {
    return toldOf(await quorate(folder, 'check', '--format', 'json'));
  }
  const fine = (...files: string[]): Told => ({ code: 1, files, err: '' });

  const odd: Readonly<Record<string, readonly [content: string | Uint8Array, ...told: string[]]>> = {
    'an empty file': [''],
    'a byte order mark and nothing else': ['\ufeff'],
    'a byte order mark before the group': ['\ufeff[mysqld]\nport = 3306\n'],
    'NUL bytes': ['[mysqld]\n\0', 'file/not-text'],
    'UTF-16': [Buffer.from('\ufeff[mysqld]\n', 'utf16le'), 'file/not-text'],
    'invalid UTF-8': [Buffer.from('[mysqld]\n# gr\xfcn \xff\xfe\n', 'latin1'), 'file/not-utf-8'],
    'a line of 100,000 characters': [`[mysqld]\ninit_connect = ${'x'.repeat(100_000)}\n`],
    'nothing but brackets': ['['.repeat(10_000)],
    'includes of itself many times over': [
      '[mysqld]\n!include /etc/mysql/conf.d/odd.cnf\n!includedir /etc/mysql/conf.d\n'.repeat(10),
    ],
  };
  for (const [what, [content, ...told]] of Object.entries(odd)) {
    it(`${what}: told on that file, and nothing else is lost`, async () => {
      const file = 'db1/etc/mysql/conf.d/odd.cnf';
      assert.deepEqual(
        await check(scratch({ ...hosts, [file]: content })),
        fine(...told.map((rule) => `${file} ${rule}`)),
      );
    });
  }

  const sources: Readonly<Record<string, readonly [name: string, content: string]>> = {
    'a manifest that is no JSON': ['quorate.json', '{ "clusters": [ '],
    'a manifest of another shape': ['quorate.json', '[]'],
    'a manifest that nests deep': ['quorate.json', '['.repeat(100_000)],
    'a broken compose file': ['compose.yml', 'services:\n  a: [\n b: "'],
    'a compose file that nests deep': ['compose.yml', `services: ${'{a: '.repeat(50_000)}`],
  };
  for (const [what, [name, content]] of Object.entries(sources)) {
    it(`${what}: told on that file, and nothing else is lost`, async () => {
      const { code, files, err } = await check(scratch({ ...pair, [name]: content }));
      assert.deepEqual([code, err], [1, '']);
      assert.ok(files.length > 0 && files.every((each) => each === `${name} file/not-understood`), files.join('\n'));
    });
  }

  it('a compose file of aliases of aliases does not blow up', async () => {
    const level = (name: string, below: string): string => `${name}: &${name} [${`*${below}, `.repeat(20)}]\n`;
    const levels = ['bc', 'cd', 'de', 'ef', 'fg', 'gh'].map(([below, name]) => level(name as string, below as string));
    const text = `b: &b [x]\n${levels.join('')}services: { web: { command: *h } }\n`;
    assert.equal((await check(scratch({ ...pair, 'compose.yml': text }))).code, 1);
  });

  it('a file of 50 MB is not read', async () => {
    const folder = scratch({ ...pair, 'db3/etc/mysql/my.cnf': '[mysqld]\n' });
    truncateSync(path.join(folder, 'db3/etc/mysql/my.cnf'), 50 * 1024 * 1024);
    assert.deepEqual(await check(folder), fine('db3/etc/mysql/my.cnf file/too-large'));
  });

  it('a pipe with one of our names is not waited for', async () => {
    const folder = scratch({ ...pair, 'db3/etc/mysql/other.cnf': '' });
    execFileSync('mkfifo', [path.join(folder, 'db3/etc/mysql/my.cnf')]);
    assert.deepEqual(await check(folder), { code: 2, files: ['db3/etc/mysql/my.cnf file/unreadable'], err: '' });
  });

  it('a link that leads nowhere is told, a ring of links is unreadable', async () => {
    const folder = scratch({ ...pair, 'db3/etc/mysql/other.cnf': '' });
    const link = (to: string, name: string): void => symlinkSync(to, path.join(folder, name));
    link('/nowhere/at/all', 'db3/etc/mysql/my.cnf');
    assert.deepEqual(await check(folder), fine('db3/etc/mysql/my.cnf file/dangling-link'));
    link('b.cnf', 'db3/etc/mysql/a.cnf');
    link('a.cnf', 'db3/etc/mysql/b.cnf');
    const { code, files } = await check(folder);
    assert.equal(code, 2);
    assert.deepEqual(files.slice(0, 2), ['db3/etc/mysql/a.cnf file/unreadable', 'db3/etc/mysql/b.cnf file/unreadable']);
  });

  it('folders that link to each other, to themselves and to the root are listed once', async () => {
    const folder = scratch(pair);
    const links = { 'db1/self': '.', 'db1/other': '../db2', 'db2/other': '../db1', 'db2/up': '../..', root: '/' };
    for (const [name, to] of Object.entries(links)) symlinkSync(to, path.join(folder, name));
    assert.deepEqual(await check(folder), fine());
  });

  it('a thousand nested folders are no matter', async () => {
    const folder = scratch(pair);
    mkdirSync(path.join(folder, 'd/'.repeat(1000)), { recursive: true });
    assert.deepEqual(await check(folder), fine());
  });

  it('a file without the right to read it ends with exit code 2, and is told whatever is asked for', () => {
    const folder = scratch({ ...pair, 'db3/etc/mysql/my.cnf': '[mysqld]\n', 'maybe.cnf': '[mysqld]\n' });
    for (const name of ['db3/etc/mysql/my.cnf', 'maybe.cnf']) chmodSync(path.join(folder, name), 0);
    const argv = ['check', '--format', 'json', '--rule', sharedId, '--fail-on', 'never'];
    const told = toldOf(quorateAsOwner(argv, folder));
    assert.deepEqual(told, {
      code: 2,
      files: ['db3/etc/mysql/my.cnf file/unreadable', 'maybe.cnf file/unreadable'],
      err: '',
    });
  });

  it('a key without the right to read it is not called missing', () => {
    const totem = 'totem {\n  version: 2\n  crypto_hash: sha256\n  crypto_cipher: aes256\n}\n';
    const folder = scratch({
      ...pair,
      'db1/etc/corosync/corosync.conf': totem,
      'db1/etc/corosync/authkey': 'k'.repeat(128),
      'db2/etc/corosync/corosync.conf': totem,
      'db2/etc/corosync/authkey': 'k'.repeat(128),
    });
    const argv = ['check', '--format', 'json', '--rule', 'corosync/authkey-differs'];
    chmodSync(path.join(folder, 'db2/etc/corosync/authkey'), 0);
    const rulesOf = (out: string): string[] => (JSON.parse(out) as Report).findings.map(({ rule }) => rule);
    assert.deepEqual(rulesOf(quorateAsOwner(argv, folder).out), ['file/unreadable']);
    rmSync(path.join(folder, 'db2/etc/corosync/authkey'));
    assert.deepEqual(rulesOf(quorateAsOwner(argv, folder).out), ['corosync/authkey-differs']);
  });

  it('a manifest that cannot be understood is told by every command, and nothing is done to a host', async () => {
    const folder = scratch({ ...pair, 'quorate.json': '{ "clusters": [' });
    for (const argv of [
      ['hosts'],
      ['compare'],
      ['fix', '--dry-run'],
      ['deploy', '--dry-run'],
      ['restart', '--dry-run'],
      ['authkey', '--dry-run'],
      ['status'],
    ]) {
      const { code, err } = await quorate(folder, ...argv);
      assert.equal(code, 2, argv[0]);
      assert.match(err, /^quorate: quorate\.json:1:16: a closing bracket is expected here$/m, argv[0]);
    }
    assert.deepEqual(await quorate(folder, 'status', '--format', 'nagios'), {
      code: 3,
      out: 'QUORATE UNKNOWN - quorate.json:1:16: a closing bracket is expected here\n',
      err: '',
    });
  });

  it('an option file with the account that is not there is wrong usage, not nobody’s account', () => {
    const argv = ['status', '--defaults-file', '/nowhere/my.cnf'];
    const { code, err } = quorateProcess(argv, { cwd: scratch(pair) });
    assert.equal(code, 2);
    assert.match(err, /^quorate: \/nowhere\/my\.cnf: ENOENT/);
  });

  it('a folder without any file of ours is not called healthy, and nothing is deployed from it', async () => {
    const folder = scratch({ 'README.md': '' });
    const nothing =
      /^quorate: there is no cluster to ask: no option file, corosync\.conf or haproxy\.cfg was found here\n$/;
    for (const format of ['text', 'json']) {
      const { code, out, err } = await quorate(folder, 'status', '--format', format);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, nothing);
    }
    const told = await quorate(folder, 'status', '--format=nagios');
    assert.equal(told.code, 3);
    assert.match(told.out, /^QUORATE UNKNOWN - there is no cluster/);
    for (const command of ['deploy', 'restart']) {
      const { code, err } = await quorate(folder, command, '--dry-run');
      assert.deepEqual([code, err], [2, 'quorate: no file here belongs on a host; see "quorate hosts"\n']);
    }
  });

  it('a folder without the right to list it is told, with exit code 2', () => {
    const folder = scratch({ ...pair, 'db3/etc/mysql/my.cnf': '[mysqld]\n' });
    chmodSync(path.join(folder, 'db3/etc'), 0);
    for (const argv of [['check', '--format', 'json'], ['hosts'], ['fix', '--dry-run']]) {
      const { code, err } = quorateAsOwner(argv, folder);
      assert.equal(code, 2, argv[0]);
      assert.match(err, /^quorate: db3\/etc cannot be listed: permission denied$/m);
    }
    const { code, out } = quorateAsOwner(['status', '--format', 'nagios'], folder);
    assert.deepEqual(
      [code, out],
      [3, 'QUORATE UNKNOWN - the hosts below db3/etc are not known, so nothing is said of the others\n'],
    );
    toldOf(quorateAsOwner(['check', '--format', 'json'], folder));
    chmodSync(path.join(folder, 'db3/etc'), 0o777);
  });

  it('nothing of a host is judged by a file that could not be read', async () => {
    const files: Files = { 'db1/etc/mysql/my.cnf': '[mysqld]\nserver_id = 1\nlog_bin\n', 'db2/etc/mysql/my.cnf': '\0' };
    const { out } = await quorate(scratch(files), 'check', '--format', 'json');
    const { findings } = JSON.parse(out) as Report;
    assert.deepEqual(
      findings.filter(({ file }) => file.startsWith('db2/')).map(({ rule }) => rule),
      ['file/not-text'],
    );
  });
});
