import assert from 'node:assert/strict';
import type { Report } from '../../client/cli/report';
import { quorate } from './in-process';
import { pair, scratchFolders, sharedId, type Files } from './scratch';

/** Two clusters, each with two hosts that share an id, and one file that is no UTF-8. */
const clusters: Files = {
  ...Object.fromEntries(
    ['shop', 'blog'].flatMap((name) => Object.entries(pair).map(([file, text]) => [`${name}/${file}`, text])),
  ),
  'blog/db1/etc/mysql/conf.d/old.cnf': Buffer.from('[mysqld]\n# gr\xfcn\n', 'latin1'),
};

describe('check: what is asked for', () => {
  const scratch = scratchFolders();

  async function found(folder: string, ...argv: string[]): Promise<{ code: number; lines: string[] }> {
    const { code, out, err } = await quorate(folder, 'check', '--format', 'json', ...argv);
    assert.equal(err, '');
    const { findings } = JSON.parse(out) as Report;
    return { code, lines: findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`) };
  }

  it('--rule keeps to one rule, or to several', async () => {
    const folder = scratch(clusters);
    const one = await found(folder, '--rule', sharedId);
    assert.deepEqual(
      one.lines,
      ['blog/db1', 'blog/db2', 'shop/db1', 'shop/db2'].map((host) => `${host}/etc/mysql/my.cnf:2 ${sharedId}`),
    );
    const two = await found(folder, '--rule', sharedId, '--rule', 'file/not-utf-8');
    assert.deepEqual(two.lines, ['blog/db1/etc/mysql/conf.d/old.cnf:1 file/not-utf-8', ...one.lines]);
  });

  it('--rule names the nearest rule when there is none of the name', async () => {
    const near = await quorate(scratch(pair), 'check', '--rule', 'replication/server-id-duplicate');
    assert.deepEqual(near, {
      code: 2,
      out: '',
      err: `quorate: there is no rule replication/server-id-duplicate; did you mean ${sharedId}?\n`,
    });
    const far = await quorate(scratch(pair), 'check', '--rule', 'x');
    assert.deepEqual(far, {
      code: 2,
      out: '',
      err: 'quorate: there is no rule x; "quorate explain" lists all of them\n',
    });
  });

  it('--cluster keeps to one cluster, and refuses one that is not there', async () => {
    const folder = scratch(clusters);
    const shop = await found(folder, '--cluster', 'shop', '--rule', sharedId);
    assert.deepEqual(
      shop.lines.map((line) => line.split('/')[0]),
      ['shop', 'shop'],
    );
    const near = await quorate(folder, 'check', '--cluster', 'shopp');
    assert.deepEqual(near, { code: 2, out: '', err: 'quorate: there is no cluster shopp; did you mean shop?\n' });
    const far = await quorate(folder, 'check', '--cluster', 'x');
    assert.deepEqual(far, { code: 2, out: '', err: 'quorate: there is no cluster x; there are blog, shop\n' });
  });

  it('--fail-on says from which severity on to fail', async () => {
    const rules = (severity: string): string[] =>
      severity === 'info' ? ['--rule', 'file/not-utf-8'] : ['--rule', sharedId];
    for (const [severity, failOn, code] of [
      ['error', 'error', 1],
      ['error', 'never', 0],
      ['info', 'error', 0],
      ['info', 'warning', 0],
      ['info', 'info', 1],
      ['info', 'never', 0],
    ] as const) {
      const outcome = await found(scratch(clusters), ...rules(severity), '--fail-on', failOn);
      assert.equal(outcome.code, code, `${severity} with --fail-on ${failOn}`);
      assert.ok(outcome.lines.length > 0);
    }
  });

  it('comments silence a finding on their line, below them and in the whole file', async () => {
    const own = '[mysqld]\nserver_id = 1\nlog_bin\n';
    for (const text of [
      `[mysqld]\nserver_id = 1 # quorate-ignore ${sharedId}: on purpose\nlog_bin\n`,
      `[mysqld]\n# quorate-ignore ${sharedId}: on purpose\nserver_id = 1\nlog_bin\n`,
      `${own}# quorate-ignore-file ${sharedId}: on purpose\n`,
    ]) {
      const { lines } = await found(scratch({ 'db1/my.cnf': own, 'db2/my.cnf': text }), '--rule', sharedId);
      assert.deepEqual(lines, [`db1/my.cnf:2 ${sharedId}`]);
    }
  });

  it('comments also silence what is wrong with a file as such', async () => {
    const text = Buffer.from('# quorate-ignore-file file/not-utf-8: of old\n[mysqld]\n# gr\xfcn\n', 'latin1');
    const { lines } = await found(scratch({ 'db1/my.cnf': text }), '--rule', 'file/not-utf-8');
    assert.deepEqual(lines, []);
  });
});
