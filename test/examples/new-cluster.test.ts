import assert from 'node:assert/strict';
import { describeDaemons, describeLab } from '../daemons';
import { Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import { emptyMysqlData, MysqlServer } from '../daemons/mysql';
import { asPackaged, asPackagedMysql } from './packaged';
import { hostsIn, written } from './written-cluster';

describeLab('a new cluster on real servers', (daemons) => {
  let lab: Lab | undefined;
  let data: Buffer | undefined;

  afterEach(async () => {
    await lab?.stop();
    lab = undefined;
  });

  async function started(files: ReadonlyMap<string, string>): Promise<Lab> {
    const descriptions = [...hostsIn(files)].map(([name, own]) => ({
      name,
      addresses: [name === 'lb1' ? '10.0.0.10' : `10.0.0.1${name.slice(2)}`],
      files: asPackaged(daemons(), own),
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
});

describeLab(
  'a new cluster of MySQL on real servers',
  (daemons) => {
    let lab: Lab | undefined;
    let data: Buffer | undefined;

    afterEach(async () => {
      await lab?.stop();
      lab = undefined;
    });

    async function started(files: ReadonlyMap<string, string>): Promise<MysqlServer[]> {
      const hosts = [...hostsIn(files)];
      const cluster = await Lab.start(
        daemons().root,
        hosts.map(([name, own]) => ({
          name,
          addresses: [`10.0.0.1${name.slice(2)}`],
          files: asPackagedMysql(daemons(), own),
        })),
      );
      lab = cluster;
      data ??= await emptyMysqlData(cluster.host('db1'));
      return Promise.all(
        hosts.map(async ([name]) => {
          const server = await MysqlServer.make(cluster.host(name), data);
          await server.start();
          return server;
        }),
      );
    }

    /** Writes on one server and waits until the row is on the others. */
    async function travels(from: MysqlServer, to: readonly MysqlServer[], database: string): Promise<void> {
      await from.sql(`CREATE DATABASE ${database}`);
      for (const server of to)
        await server.until(`SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = '${database}'`, '1');
    }

    // The pair under Pacemaker has the same options and statements as the pair alone.
    for (const kind of ['pair', 'orchestrator'] as const) {
      it(`${kind}: the replicas follow their source by its statements`, async function () {
        this.timeout(120_000);
        const files = written(kind, 'mysql');
        const names = [...hostsIn(files).keys()];
        const [source, ...replicas] = (await started(files)) as [MysqlServer, ...MysqlServer[]];
        await source.sql(files.get('sql/accounts.sql')!);
        for (const [index, replica] of replicas.entries()) {
          await replica.sql(files.get(`sql/${names[index + 1]}-replication.sql`)!);
          assert.equal(await replica.sql('SELECT @@super_read_only'), '1');
        }
        await travels(source, replicas, 'shop');
      });
    }

    it('multi-source: each server gets what any other one writes, once', async function () {
      this.timeout(120_000);
      const files = written('multi-source', 'mysql');
      const all = await started(files);
      for (const server of all) await server.sql(`SET sql_log_bin = 0; ${files.get('sql/accounts.sql')!}`);
      for (const [index, server] of all.entries()) await server.sql(files.get(`sql/db${index + 1}-replication.sql`)!);
      for (const [index, server] of all.entries()) await travels(server, all, `of_db${index + 1}`);
      // One that had got a transaction a second time would have stopped: all six channels still run.
      const running = `SELECT COUNT(*) FROM performance_schema.replication_applier_status_by_coordinator
        WHERE service_state = 'ON' AND last_error_number = 0`;
      for (const server of all) assert.equal(await server.sql(running), '2');
    });
  },
  'sid-mysql',
);

describeDaemons(
  'a new cluster of MySQL',
  (daemons) => {
    it('pacemaker: every option file is taken by mysqld', function () {
      this.timeout(60_000);
      for (const [host, files] of hostsIn(written('pacemaker', 'mysql'))) {
        const text = files['/etc/mysql/mysql.conf.d/zz-cluster.cnf'];
        assert.ok(text, host);
        const verdict = daemons().mysqlAccepts(text);
        assert.ok(verdict.accepts, `${host}: ${verdict.stderr}`);
      }
    });
  },
  'sid-mysql',
);
