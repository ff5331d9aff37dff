import assert from 'node:assert/strict';
import { type ClusterKind, newCluster } from '../../server/core/scaffold/new-cluster';
import { describeDaemons, describeLab, type Files } from '../daemons';
import { Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import { asPackaged } from './packaged';

/** A new cluster with the password filled in where its files ask for one. */
function written(kind: ClusterKind, product: 'mariadb' | 'mysql' = 'mariadb'): ReadonlyMap<string, string> {
  const files = newCluster({ kind, name: 'shop', product, network: '10.0.0' });
  return new Map([...files].map(([path, text]) => [path, text.replaceAll('PUT-A-PASSWORD-HERE', 'a test password')]));
}

/** The files of each host by their absolute path there. */
function hostsIn(files: ReadonlyMap<string, string>): Map<string, Record<string, string>> {
  const hosts = new Map<string, Record<string, string>>();
  for (const [path, text] of files) {
    const [, host = '', place = ''] = /^([^/]+)(\/etc\/.*)$/.exec(path) ?? [];
    if (place !== '') hosts.set(host, { ...hosts.get(host), [place]: text });
  }
  return hosts;
}

describeLab('a new cluster on real servers', (daemons) => {
  let lab: Lab | undefined;
  let data: Buffer | undefined;

  afterEach(async () => {
    await lab?.stop();
    lab = undefined;
  });

  async function started(files: ReadonlyMap<string, string>, more: Files = {}): Promise<Lab> {
    const descriptions = [...hostsIn(files)].map(([name, own]) => ({
      name,
      addresses: [name === 'lb1' ? '10.0.0.10' : `10.0.0.1${name.slice(2)}`],
      files: { ...asPackaged(daemons(), own), ...more },
    }));
    lab = await Lab.start(daemons().root, descriptions);
    data ??= await emptyDataDirectory(lab.host('db1'));
    return lab;
  }

  const servers = (cluster: Lab, ...names: string[]): Promise<MariadbServer[]> =>
    Promise.all(names.map((name) => MariadbServer.start(cluster.host(name), data!)));

  /** Writes on one server and waits until the row is on the others. */
  async function travels(from: MariadbServer, to: readonly MariadbServer[], database: string): Promise<void> {
    await from.query(`CREATE DATABASE ${database}`);
    const query = `SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '${database}'`;
    for (const server of to) await server.daemon.until(database, 20, async () => (await server.value(query)) === '1');
  }

  for (const kind of ['pair', 'orchestrator'] as const) {
    it(`${kind}: the replicas follow their source by its statements`, async function () {
      this.timeout(90_000);
      const files = written(kind);
      const names = [...hostsIn(files).keys()];
      const cluster = await started(files);
      const [source, ...replicas] = (await servers(cluster, ...names)) as [MariadbServer, ...MariadbServer[]];
      await source.query(files.get('sql/accounts.sql')!);
      for (const [index, replica] of replicas.entries()) {
        await replica.query(files.get(`sql/${names[index + 1]}-replication.sql`)!);
        await replica.untilReplicating(20);
        assert.equal(await replica.value('SELECT @@read_only'), '1');
      }
      await travels(source, replicas, 'shop');
    });
  }

  it('multi-source: each server gets what any other one writes, once', async function () {
    this.timeout(90_000);
    const files = written('multi-source');
    const names = ['db1', 'db2', 'db3'];
    const all = await servers(await started(files), ...names);
    for (const server of all) await server.query(`SET sql_log_bin = 0; ${files.get('sql/accounts.sql')!}`);
    for (const [index, server] of all.entries()) await server.query(files.get(`sql/${names[index]}-replication.sql`)!);
    for (const server of all) await server.untilReplicating(20);
    for (const [index, server] of all.entries()) await travels(server, all, `of_${names[index]}`);
    for (const server of all) await server.untilReplicating(5);
  });

  it('galera: three nodes form one cluster, and the proxy reaches it', async function () {
    this.timeout(120_000);
    const files = written('galera');
    const cluster = await started(files);
    const first = await MariadbServer.start(cluster.host('db1'), data!, ['--wsrep-new-cluster']);
    await first.query(files.get('sql/accounts.sql')!);
    for (const name of ['db2', 'db3']) await servers(cluster, name);
    const [size] = await first.query(`SHOW STATUS LIKE 'wsrep_cluster_size'`);
    assert.equal(size?.['Value'], '3');
    const proxy = cluster.host('lb1');
    await proxy.check(['mkdir', '-p', '/run/haproxy']);
    const haproxy = proxy.start(['haproxy', '-db', '-f', '/etc/haproxy/haproxy.cfg']);
    const login = ['mariadb', '--no-defaults', '--protocol=tcp', '--host=10.0.0.10', '--user=haproxy', '-BN'];
    await haproxy.until('a way through', 20, async () => {
      const { status, stdout } = await proxy.run(login, 'SELECT @@hostname');
      return status === 0 && stdout.toString().trim() === 'db1';
    });
  });

  it('pacemaker: corosync is quorate on both hosts, and the replica follows', async function () {
    this.timeout(90_000);
    const files = written('pacemaker');
    const key = { '/etc/corosync/authkey': { content: 'key of this test'.repeat(16), mode: 0o400 } };
    const cluster = await started(files, key);
    const corosync = ['db1', 'db2'].map((name) => ({
      host: cluster.host(name),
      daemon: cluster.host(name).start(['corosync', '-f']),
    }));
    for (const { host, daemon } of corosync) {
      await daemon.until('both nodes', 20, async () => {
        const { stdout } = await host.run(['corosync-quorumtool', '-s']);
        return /^Nodes: +2$/m.test(stdout.toString()) && /^Quorate: +Yes$/m.test(stdout.toString());
      });
    }
    const [source, replica] = (await servers(cluster, 'db1', 'db2')) as [MariadbServer, MariadbServer];
    await source.query(files.get('sql/accounts.sql')!);
    await replica.query(files.get('sql/db2-replication.sql')!);
    await replica.untilReplicating(20);
    await travels(source, [replica], 'shop');
  });
});

describeDaemons(
  'a new cluster of MySQL',
  (daemons) => {
    for (const kind of ['pair', 'pacemaker', 'orchestrator'] as const) {
      it(`${kind}: every option file is taken by mysqld`, function () {
        this.timeout(60_000);
        for (const [host, files] of hostsIn(written(kind, 'mysql'))) {
          const text = files['/etc/mysql/mysql.conf.d/60-cluster.cnf'];
          assert.ok(text, host);
          const verdict = daemons().mysqlAccepts(text);
          assert.ok(verdict.accepts, `${host}: ${verdict.stderr}`);
        }
      });
    }
  },
  'sid-mysql',
);
