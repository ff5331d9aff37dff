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
          replication: [],
          hosts: [
            { name: 'db1', addresses: ['10.0.0.1'], roles: ['source'], ...server, files: [file('one.cnf', 'db1')] },
            { name: 'db2', addresses: ['10.0.0.2'], roles: [], ...server, files: [file('two.cnf', 'db2')] },
          ],
        },
      ],
    });
  });

  it('prints who replicates from whom, as a tree and as a Mermaid flowchart', async () => {
    const cnf = (id: number): string => `[mysqld]\nserver_id = ${id}\nlog_bin\n`;
    const folder = scratch({
      'shop/db1/my.cnf': cnf(1),
      'shop/db2/my.cnf': cnf(2),
      'shop/db2/replica.sql': "STOP SLAVE;\nCHANGE MASTER TO\n  MASTER_HOST = 'db1';\n",
      'shop/db3/my.cnf': cnf(3),
      'shop/db3/replica.sql':
        "CHANGE MASTER TO MASTER_HOST='db2';\nCHANGE MASTER 'far' TO MASTER_HOST='10.9.0.1', MASTER_USE_GTID=slave_pos;\n",
      'mail/master/my.cnf': cnf(1),
      'mail/slave/my.cnf': cnf(2),
    });
    assert.deepEqual(await quorate(folder, 'hosts', '--graph'), {
      code: 0,
      err: '',
      out: `cluster mail
  master (source)
    -> slave (replica)  as their roles suggest

cluster shop
  db1 (source)
    -> db2 (intermediate)  shop/db2/replica.sql:3
      -> db3 (multi-source-replica)  shop/db3/replica.sql:1
  10.9.0.1 (not a host of this repository)
    -> db3 (see above)  channel far, shop/db3/replica.sql:2
`,
    });
    const mermaid = await quorate(folder, 'hosts', '--graph=mermaid');
    assert.equal(
      mermaid.out,
      `flowchart LR
  subgraph c0["mail"]
    h0["master<br/>source"]
    h1["slave<br/>replica"]
    h0 -.-> h1
  end
  subgraph c1["shop"]
    h2["db1<br/>source"]
    h3["db2<br/>intermediate"]
    h4["db3<br/>multi-source-replica"]
    h5(["10.9.0.1<br/>not a host of this repository"])
    h2 --> h3
    h3 --> h4
    h5 -->|"far"| h4
  end
`,
    );
    const wrong = await quorate(folder, 'hosts', '--graph=dot');
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /--graph takes text, mermaid, not "dot"/);
  });

  it('prints the manifest that says the same', async () => {
    const { 'quorate.json': manifest, ...files } = shop;
    assert.ok(manifest);
    const { code, out } = await quorate(scratch(files), 'hosts', '--format', 'manifest');
    assert.equal(code, 0);
    const { clusters } = JSON.parse(out.replace(/\/\/.*/g, '')) as { clusters: { hosts: { name: string }[] }[] };
    assert.ok(clusters.length > 0);
    const after = scratch({ ...files, 'quorate.json': out });
    assert.match((await quorate(after, 'hosts')).out, /quorate\.json says so/);
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
