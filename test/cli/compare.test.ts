import assert from 'node:assert/strict';
import { quorate } from './in-process';
import { scratchFolders, type Files } from './scratch';

const shop: Files = {
  'shop/db1/my.cnf': '[mysqld]\nserver_id = 1\nmax_connections = 100\nbinlog_format = ROW\n',
  'shop/db2/my.cnf': '[mysqld]\nserver_id = 2\nbinlog_format = ROW\n',
};

describe('compare', () => {
  const scratch = scratchFolders();

  it('prints differences, then those that are expected, and counts the rest', async () => {
    assert.deepEqual(await quorate(scratch(shop), 'compare'), {
      code: 0,
      err: '',
      out: `cluster shop, database server: db1, db2
  Different
    max_connections
      db1  100            shop/db1/my.cnf:3
      db2  151 (default)
  Different as expected
    server_id  each host has its own
      db1  1  shop/db1/my.cnf:2
      db2  2  shop/db2/my.cnf:2
  Equal: 1 setting (--all prints them)
`,
    });
  });

  it('prints everything with --all', async () => {
    const { out } = await quorate(scratch(shop), 'compare', '--all');
    assert.match(out, /\n {2}Equal: 1 setting\n {4}binlog_format {2}ROW\n$/);
  });

  it('prints the same as JSON, with places that count from 1', async () => {
    const { code, out } = await quorate(scratch(shop), 'compare', '--format', 'json');
    assert.equal(code, 0);
    const [cluster] = (JSON.parse(out) as { clusters: { name: string; programs: { settings: object[] }[] }[] })
      .clusters;
    assert.equal(cluster?.name, 'shop');
    assert.deepEqual(cluster.programs[0]?.settings[0], {
      name: 'max_connections',
      verdict: 'differs',
      why: null,
      hosts: [
        { host: 'db1', value: '100', origin: 'line', file: 'shop/db1/my.cnf', line: 3, column: 19 },
        { host: 'db2', value: '151', origin: 'default', file: null, line: null, column: null },
      ],
    });
  });

  it('says so where one file is for all hosts', async () => {
    const host = (name: string): object => ({
      name,
      files: { 'ha/keepalived.conf': '/etc/keepalived/keepalived.conf' },
    });
    const files = {
      'quorate.json': JSON.stringify({ clusters: [{ name: 'shop', hosts: [host('lb1'), host('lb2')] }] }),
      'ha/keepalived.conf': 'vrrp_instance VI_1 {\n    @lb1 priority 101\n}\n',
    };
    const { out } = await quorate(scratch(files), 'compare');
    assert.equal(
      out,
      'cluster shop, keepalived: lb1, lb2\n  All of them read ha/keepalived.conf: there is nothing to compare.\n',
    );
  });

  it('keeps to one cluster', async () => {
    const files = { ...shop, 'blog/db1/my.cnf': '[mysqld]\n', 'blog/db2/my.cnf': '[mysqld]\n' };
    const { out } = await quorate(scratch(files), 'compare', '--cluster', 'blog');
    assert.equal(out, 'cluster blog, database server: db1, db2\n  Equal: 0 settings\n');
    const wrong = await quorate(scratch(files), 'compare', '--cluster', 'shpo');
    assert.deepEqual([wrong.code, wrong.err], [2, 'quorate: there is no cluster shpo; did you mean shop?\n']);
  });

  it('says so where there is nothing to compare', async () => {
    assert.match((await quorate(scratch({}), 'compare')).out, /^No option file/);
    const alone = await quorate(scratch({ 'db1/my.cnf': '[mysqld]\n' }), 'compare');
    assert.match(alone.out, /: no two hosts that run the same program\n$/);
  });
});
