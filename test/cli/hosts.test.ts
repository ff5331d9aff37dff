import assert from 'node:assert/strict';
import { quorate } from './in-process';
import { scratchFolders, type Files } from './scratch';

const shop: Files = {
  'quorate.json': JSON.stringify({
    clusters: [
      {
        name: 'shop',
        product: 'mariadb',
        version: '10.11',
        hosts: [
          { name: 'db1', addresses: ['10.0.0.1'], roles: ['source'], files: { 'one.cnf': '/etc/my.cnf' } },
          { name: 'db2', addresses: ['10.0.0.2'], files: { 'two.cnf': '/etc/my.cnf' } },
        ],
      },
    ],
  }),
  'one.cnf': '[mysqld]\nserver_id = 1\nlog_bin\n',
  'two.cnf': '[mysqld]\nserver_id = 2\n',
};

describe('hosts', () => {
  const scratch = scratchFolders();

  it('prints clusters, hosts and files, each with the reason', async () => {
    assert.deepEqual(await quorate(scratch(shop), 'hosts'), {
      code: 0,
      err: '',
      out: `cluster shop (replication): 2 hosts, because quorate.json says so
  db1 (10.0.0.1; MariaDB 10.11; source)
    one.cnf  quorate.json gives it to host db1 of cluster shop
  db2 (10.0.0.2; MariaDB 10.11)
    two.cnf  quorate.json gives it to host db2 of cluster shop
`,
    });
  });

  it('prints the same as JSON', async () => {
    const { code, out } = await quorate(scratch(shop), 'hosts', '--format', 'json');
    const file = (name: string, host: string): object => ({
      file: name,
      hostPath: '/etc/my.cnf',
      source: 'manifest',
      why: `quorate.json gives it to host ${host} of cluster shop`,
    });
    const server = { product: 'mariadb', version: '10.11' };
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      clusters: [
        {
          name: 'shop',
          kind: ['replication'],
          why: 'quorate.json says so',
          hosts: [
            { name: 'db1', addresses: ['10.0.0.1'], roles: ['source'], ...server, files: [file('one.cnf', 'db1')] },
            { name: 'db2', addresses: ['10.0.0.2'], roles: [], ...server, files: [file('two.cnf', 'db2')] },
          ],
        },
      ],
    });
  });

  it('parts clusters by an empty line', async () => {
    const { out } = await quorate(scratch({ 'a/db1/my.cnf': '[mysqld]\n', 'b/db1/my.cnf': '[mysqld]\n' }), 'hosts');
    assert.match(out, /^cluster a [^]*\n\ncluster b [^]*[^\n]\n$/);
  });

  it('says so when there is none', async () => {
    const outcome = await quorate(scratch({ 'README.md': '' }), 'hosts');
    assert.deepEqual(outcome, { code: 0, out: 'No option file, corosync.conf or haproxy.cfg found here.\n', err: '' });
    const json = await quorate(scratch({ 'README.md': '' }), 'hosts', '--format', 'json');
    assert.deepEqual(JSON.parse(json.out), { version: 1, clusters: [] });
  });
});
