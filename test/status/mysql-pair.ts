import { type Host, Lab } from '../daemons/lab';
import type { Daemon } from '../daemons/machine';
import { Desk, monitor } from './desk';
import { targetOf } from './repository';

const names = ['my1', 'my2'] as const;
export type PairHost = (typeof names)[number];

const optionFile = (index: number): string => `[mysqld]
server_id = ${index + 1}
bind_address = 0.0.0.0
mysqlx = OFF
log_bin = binlog
gtid_mode = ON
enforce_gtid_consistency = ON
${index === 0 ? '' : 'read_only = ON\n'}`;

const manifest = JSON.stringify({
  clusters: [
    {
      name: 'shop',
      product: 'mysql',
      hosts: names.map((name, index) => ({
        name,
        addresses: [`10.0.0.${index + 1}`],
        roles: [index === 0 ? 'source' : 'replica'],
        files: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
      })),
    },
  ],
});

const small = ['--innodb-buffer-pool-size=16M', '--innodb-redo-log-capacity=8M', '--innodb-flush-log-at-trx-commit=0'];

/** A source, my1, and a replica, my2, of MySQL with GTIDs. */
export class MysqlPair {
  readonly target = targetOf({
    'quorate.json': manifest,
    ...Object.fromEntries(names.map((name, index) => [`${name}/my.cnf`, optionFile(index)])),
  });

  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
  ) {}

  static async start(root: string): Promise<MysqlPair> {
    const lab = await Lab.start(
      root,
      names.map((name, index) => ({
        name,
        addresses: [`10.0.0.${index + 1}`],
        files: { '/etc/mysql/my.cnf': optionFile(index) },
      })),
    );
    let desk: Desk | undefined;
    try {
      desk = await Desk.in(lab);
      const pair = new MysqlPair(lab, desk);
      await Promise.all(names.map((name) => pair.make(name)));
      await pair.follow();
      return pair;
    } catch (error) {
      desk?.leave();
      await lab.stop();
      throw error;
    }
  }

  host(name: PairHost): Host {
    return this.lab.host(name);
  }

  /** Runs statements and resolves to the first column of the last line. */
  async sql(name: PairHost, statements: string): Promise<string> {
    const { status, stdout, stderr } = await this.client(name, statements);
    if (status !== 0) throw new Error(`${name}: ${stderr.trim()} in: ${statements}`);
    return stdout.toString().trim().split('\n').at(-1)?.split('\t')[0] ?? '';
  }

  /** Sets replication up anew, from where the source is. */
  async follow(): Promise<void> {
    const executed = (await this.sql('my1', 'SELECT @@gtid_executed')).replaceAll('\\n', '');
    await this.sql(
      'my2',
      `STOP REPLICA; RESET REPLICA ALL; RESET BINARY LOGS AND GTIDS; SET GLOBAL gtid_purged = '${executed}';
      CHANGE REPLICATION SOURCE TO SOURCE_HOST = '10.0.0.1', SOURCE_USER = 'replica', SOURCE_PASSWORD = 'secret',
        SOURCE_CONNECT_RETRY = 1, SOURCE_RETRY_COUNT = 86400, SOURCE_AUTO_POSITION = 1, SOURCE_SSL = 1; START REPLICA`,
    );
  }

  change(what: string): Promise<string> {
    return this.sql('my2', `STOP REPLICA; CHANGE REPLICATION SOURCE TO ${what}; START REPLICA`);
  }

  async startServer(name: PairHost, argv: readonly string[] = []): Promise<Daemon> {
    const host = this.host(name);
    await host.check(['sh', '-c', 'mkdir -p /run/mysqld && chown mysql:mysql /run/mysqld']);
    const daemon = host.start(['mysqld', '--user=mysql', '--socket=/run/mysqld/mysqld.sock', ...small, ...argv]);
    await daemon.until('an answer', 60, async () => (await this.client(name, 'SELECT 1')).status === 0);
    return daemon;
  }

  async stopServer(name: PairHost): Promise<void> {
    await this.sql(name, 'SHUTDOWN');
    await this.host(name).check(['sh', '-c', 'while pidof mysqld >/dev/null; do sleep 0.05; done']);
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target, 3000);
  }

  async stop(): Promise<void> {
    this.desk.leave();
    await this.lab.stop();
  }

  private client(name: PairHost, statements: string): ReturnType<Host['run']> {
    return this.host(name).run(
      ['mysql', '--no-defaults', '--socket=/run/mysqld/mysqld.sock', '--batch', '--skip-column-names'],
      statements,
    );
  }

  private async make(name: PairHost): Promise<void> {
    const host = this.host(name);
    await host.check(['sh', '-c', 'mkdir -p /var/lib/mysql && chown mysql:mysql /var/lib/mysql']);
    await host.check(['mysqld', '--user=mysql', '--initialize-insecure', ...small]);
    await this.startServer(name);
    await this.sql(
      name,
      `SET sql_log_bin = 0; CREATE USER replica@'%' IDENTIFIED BY 'secret'; GRANT REPLICATION SLAVE ON *.* TO replica@'%';
      CREATE USER ${monitor.user}@'%' IDENTIFIED BY '${monitor.password}';
      GRANT REPLICATION CLIENT, PROCESS ON *.* TO ${monitor.user}@'%';
      GRANT SELECT ON performance_schema.* TO ${monitor.user}@'%'; SET sql_log_bin = 1`,
    );
    if (name === 'my1')
      await this.sql(name, 'CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY, what TEXT)');
    else
      await this.sql(
        name,
        'SET sql_log_bin = 0; CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY, what TEXT)',
      );
  }
}
