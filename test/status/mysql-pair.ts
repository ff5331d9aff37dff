import { type Host, Lab } from '../daemons/lab';
import type { Daemon } from '../daemons/machine';
import { MysqlServer } from '../daemons/mysql';
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

/** A source, my1, and a replica, my2, of MySQL with GTIDs. */
export class MysqlPair {
  readonly target = targetOf({
    'quorate.json': manifest,
    ...Object.fromEntries(names.map((name, index) => [`${name}/my.cnf`, optionFile(index)])),
  });

  private readonly servers = new Map<PairHost, MysqlServer>();

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
  sql(name: PairHost, statements: string): Promise<string> {
    return this.server(name).sql(statements);
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

  startServer(name: PairHost, argv: readonly string[] = []): Promise<Daemon> {
    return this.server(name).start(argv);
  }

  stopServer(name: PairHost): Promise<void> {
    return this.server(name).stop();
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target, 3000);
  }

  async stop(): Promise<void> {
    this.desk.leave();
    await this.lab.stop();
  }

  private server(name: PairHost): MysqlServer {
    return this.servers.get(name) as MysqlServer;
  }

  private async make(name: PairHost): Promise<void> {
    this.servers.set(name, await MysqlServer.make(this.host(name)));
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
