import assert from 'node:assert/strict';
import { type Files, describeLab } from '../daemons';
import { type Host, Lab } from '../daemons/lab';
import type { Daemon } from '../daemons/machine';
import { MariadbServer, emptyDataDirectory } from '../daemons/mariadb';
import { asPackaged } from './packaged';
import { scenarioFiles, scenarioHosts } from './scenarios';

/** Tells what has been reached, with the time it took, because these tests are the slowest of all. */
function progress(): (what: string) => void {
  const begin = Date.now();
  return (what) => console.log(`      ${((Date.now() - begin) / 1000).toFixed(1)} s: ${what}`);
}

describeLab('the corrected examples', (daemons) => {
  let lab: Lab | undefined;
  let data: Buffer | undefined;

  afterEach(async () => {
    await lab?.stop();
    lab = undefined;
  });

  async function hostsOf(
    scenario: string,
    addresses: Readonly<Record<string, string>>,
    more: Files = {},
  ): Promise<Lab> {
    const files = scenarioHosts(scenario);
    assert.deepEqual([...files.keys()].sort(), Object.keys(addresses).sort());
    const descriptions = Object.entries(addresses).map(([name, address]) => ({
      name,
      addresses: [address],
      files: { ...asPackaged(daemons(), files.get(name)!), ...more },
    }));
    lab = await Lab.start(daemons().root, descriptions);
    data ??= await emptyDataDirectory(lab.host(descriptions[0]!.name));
    return lab;
  }

  const start = (host: Host, argv?: readonly string[]): Promise<MariadbServer> =>
    MariadbServer.start(host, data!, argv);

  it('multi-source-pair-fixed: both servers start and replicate from each other', async function () {
    this.timeout(60_000);
    const tell = progress();
    const pair = await hostsOf('multi-source-pair-fixed', { server1: '10.0.0.1', server2: '10.0.0.2' });
    const [one, two] = await Promise.all([start(pair.host('server1')), start(pair.host('server2'))]);
    tell('both servers answer');
    const tables = `SET sql_log_bin = 0; CREATE DATABASE gfarmdb;
      CREATE TABLE gfarmdb.tokens (id INT AUTO_INCREMENT PRIMARY KEY, token TEXT);
      CREATE TABLE gfarmdb.errors (id INT AUTO_INCREMENT PRIMARY KEY, error TEXT);`;
    const sql = scenarioFiles('multi-source-pair-fixed');
    for (const file of ['account.sql', 'replication.sql']) {
      for (const [name, server] of [
        ['server1', one],
        ['server2', two],
      ] as const) {
        if (file === 'account.sql') await server.query(tables);
        await server.query(sql.get(`${name}/${file}`)!);
      }
    }
    await one.untilReplicating(20);
    await two.untilReplicating(20);
    tell('both replicate');
    await one.query(
      `INSERT INTO gfarmdb.tokens (token) VALUES ('of server1'); INSERT INTO gfarmdb.errors (error) VALUES ('x')`,
    );
    await two.query(`INSERT INTO gfarmdb.tokens (token) VALUES ('of server2')`);
    const tokens = 'SELECT GROUP_CONCAT(token ORDER BY token) FROM gfarmdb.tokens';
    for (const server of [one, two]) {
      await server.daemon.until(
        'both rows',
        10,
        async () => (await server.value(tokens)) === 'of server1,of server2',
      );
      assert.equal(await server.value('SELECT MIN(id) % 5 = 1 AND MAX(id) % 5 = 2 FROM gfarmdb.tokens'), '1');
    }
    assert.equal(await one.value('SELECT COUNT(*) FROM gfarmdb.errors'), '1');
    assert.equal(await two.value('SELECT COUNT(*) FROM gfarmdb.errors'), '0');
  });

  it('source-replica-corosync-fixed: the replica follows, corosync is quorate and stays so alone', async function () {
    this.timeout(60_000);
    const tell = progress();
    const cluster = await hostsOf('source-replica-corosync-fixed', serv, corosyncKey);
    const sql = scenarioFiles('source-replica-corosync-fixed');
    const corosync = startCorosync(cluster);
    const [source, replica] = await Promise.all([start(cluster.host('serv1')), start(cluster.host('serv2'))]);
    await source.query(sql.get('serv1/replication.sql')!);
    await replica.query(sql.get('serv2/replication.sql')!);
    await replica.untilReplicating(20);
    await source.query(
      'CREATE DATABASE shop; CREATE TABLE shop.t (id INT PRIMARY KEY); INSERT INTO shop.t VALUES (7)',
    );
    const rows = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'shop'`;
    await replica.daemon.until('the table', 10, async () => (await replica.value(rows)) === '1');
    assert.equal(await replica.value('SELECT @@read_only'), '1');
    tell('serv2 follows serv1');
    const survivor = await corosync;
    tell('corosync is quorate on both');
    await cluster.kill('serv2');
    await survivor.until('one node', 20, async () =>
      /^Nodes: +1$/m.test(await quorum(cluster.host('serv1'))),
    );
    assert.match(await quorum(cluster.host('serv1')), /^Quorate: +Yes$/m);
    tell('serv1 is quorate without serv2');
  });

  it('galera-haproxy-fixed: three nodes form one cluster and HAProxy sees them up', async function () {
    this.timeout(120_000);
    const tell = progress();
    const addresses = { db1: '10.10.10.101', db2: '10.10.10.102', db3: '10.10.10.103', lb1: '10.10.10.41' };
    const cluster = await hostsOf('galera-haproxy-fixed', addresses);
    const first = await start(cluster.host('db1'), ['--wsrep-new-cluster']);
    tell('db1 founded the cluster');
    await first.query(scenarioFiles('galera-haproxy-fixed').get('sql/accounts.sql')!);
    const nodes = [first];
    for (const name of ['db2', 'db3']) {
      nodes.push(await start(cluster.host(name)));
      tell(`${name} joined`);
    }
    for (const node of nodes) {
      const rows = await node.query(`SHOW STATUS LIKE 'wsrep%'`);
      const status = new Map(rows.map((row) => [row['Variable_name'], row['Value']]));
      assert.equal(status.get('wsrep_cluster_status'), 'Primary');
      assert.equal(status.get('wsrep_cluster_size'), '3');
      assert.equal(status.get('wsrep_local_state_comment'), 'Synced');
    }
    await proxyPassesOn(cluster.host('lb1'));
    tell('HAProxy passes clients on');
  });

  it('co-masters-pacemaker-fixed: both servers replicate from each other, corosync is quorate', async function () {
    this.timeout(60_000);
    const tell = progress();
    const cluster = await hostsOf('co-masters-pacemaker-fixed', serv, corosyncKey);
    const sql = scenarioFiles('co-masters-pacemaker-fixed');
    const corosync = startCorosync(cluster);
    const [one, two] = await Promise.all([start(cluster.host('serv1')), start(cluster.host('serv2'))]);
    for (const file of ['account.sql', 'replication.sql']) {
      await one.query(sql.get(`serv1/${file}`)!);
      await two.query(sql.get(`serv2/${file}`)!);
    }
    await one.untilReplicating(20);
    await two.untilReplicating(20);
    await one.query(
      'CREATE DATABASE shop; CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, host TEXT)',
    );
    const table = `SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'shop'`;
    await two.daemon.until('the table', 10, async () => (await two.value(table)) === '1');
    await Promise.all(
      [one, two].map((server) => server.query('INSERT INTO shop.t (host) VALUES (@@hostname)')),
    );
    // Which id a row gets depends on whose row travelled first; that both arrive everywhere shows that none collided.
    const hosts = 'SELECT GROUP_CONCAT(host ORDER BY host) FROM shop.t';
    for (const server of [one, two]) {
      await server.daemon.until('both rows', 20, async () => (await server.value(hosts)) === 'serv1,serv2');
    }
    const rows = 'SELECT GROUP_CONCAT(id, host ORDER BY id) FROM shop.t';
    assert.equal(await one.value(rows), await two.value(rows));
    tell('both replicate');
    await corosync;
    tell('corosync is quorate on both');
  });
});

const serv = { serv1: '172.16.0.10', serv2: '172.16.0.11' };
const corosyncKey: Files = {
  '/etc/corosync/authkey': { content: 'key of this test'.repeat(16), mode: 0o400 },
};

/** What corosync-quorumtool says on a host; nothing while corosync is not up. */
const quorum = async (host: Host): Promise<string> =>
  (await host.run(['corosync-quorumtool', '-s'])).stdout.toString();

/** Starts corosync on serv1 and serv2 and waits until both are quorate as a pair; resolves to that of serv1. */
async function startCorosync(cluster: Lab): Promise<Daemon> {
  const [first, second] = ['serv1', 'serv2'].map((name) => {
    const host = cluster.host(name);
    return { host, corosync: host.start(['corosync', '-f']) };
  }) as [Started, Started];
  for (const { host, corosync } of [first, second]) {
    await corosync.until('both nodes', 20, async () => /^Nodes: +2$/m.test(await quorum(host)));
    assert.match(await quorum(host), /^Quorate: +Yes$/m);
    assert.match(await quorum(host), /^Flags: .*2Node.*Quorate/m);
  }
  return first.corosync;
}

interface Started {
  readonly host: Host;
  readonly corosync: Daemon;
}

/** Starts HAProxy, waits until every server of its backend is up, and reaches the writer through it. */
async function proxyPassesOn(host: Host): Promise<void> {
  const file = '/etc/haproxy/haproxy.cfg';
  await host.check(['haproxy', '-c', '-f', file]);
  await host.check(['mkdir', '-p', '/run/haproxy']);
  const haproxy = host.start(['haproxy', '-db', '-f', file]);
  await haproxy.until('three servers up', 20, async () => {
    const { stdout } = await host.run(['socat', '-', '/run/haproxy/admin.sock'], 'show stat\n');
    const [header = '', ...rows] = stdout.toString().trim().split('\n');
    const columns = header.replace(/^# /, '').split(',');
    const servers = rows
      .map((row) => row.split(','))
      .filter((row) => /^db\d$/.test(row[columns.indexOf('svname')]!));
    return servers.length === 3 && servers.every((row) => row[columns.indexOf('status')] === 'UP');
  });
  const client = [
    'mariadb',
    '--no-defaults',
    '--protocol=tcp',
    '--host=10.10.10.41',
    '--user=haproxy',
    '-BN',
  ];
  assert.equal((await host.check(client, 'SELECT @@hostname')).trim(), 'db1');
}
