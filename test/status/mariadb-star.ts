import { type Host, Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import { Desk, monitor } from './desk';
import { type RepositoryFiles, targetOf } from './repository';

const names = ['db1', 'db2', 'db3'] as const;
export type StarHost = (typeof names)[number];

const optionFile = (id: number): string => `[mysqld]
server_id = ${id}
bind_address = 0.0.0.0
log_bin = /var/lib/mysql/binlog
log_slave_updates = ON
binlog_format = ROW
gtid_domain_id = 0
slave_net_timeout = 60
${id === 1 ? 'read_only = OFF' : 'read_only = ON'}
plugin_maturity = alpha
`;

const manifest = JSON.stringify({
  clusters: [
    {
      name: 'shop',
      product: 'mariadb',
      hosts: names.map((name, index) => ({
        name,
        addresses: [`10.0.0.${index + 1}`, `10.0.1.${index + 1}`],
        roles: [index === 0 ? 'source' : 'replica'],
        files: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
      })),
    },
  ],
});

/** A source, db1, with two replicas, each a host of its own with a real server; and somebody who looks at them. */
export class MariadbStar {
  static readonly files: RepositoryFiles = {
    'quorate.json': manifest,
    ...Object.fromEntries(names.map((name, index) => [`${name}/my.cnf`, optionFile(index + 1)])),
  };
  readonly target = targetOf(MariadbStar.files);

  private held: { name: StarHost; session: ReturnType<Host['run']> }[] = [];

  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
    private readonly servers: Map<StarHost, MariadbServer>,
  ) {}

  static async start(root: string): Promise<MariadbStar> {
    const lab = await Lab.start(
      root,
      names.map((name, index) => ({
        name,
        // The second network is the one replication runs over, so that it can be cut by itself.
        addresses: [`10.0.0.${index + 1}`, `10.0.1.${index + 1}`],
        files: { '/etc/mysql/my.cnf': optionFile(index + 1) },
      })),
    );
    let desk: Desk | undefined;
    try {
      desk = await Desk.in(lab);
      const data = await emptyDataDirectory(lab.host('db1'));
      const servers = await Promise.all(names.map((name) => MariadbServer.start(lab.host(name), data)));
      const star = new MariadbStar(lab, desk, new Map(names.map((name, index) => [name, servers[index]!])));
      await Promise.all(names.map((name) => star.prepare(name)));
      await Promise.all([star.follow('db2'), star.follow('db3')]);
      await star.sql(
        'db1',
        'CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY AUTO_INCREMENT, what TEXT)',
      );
      return star;
    } catch (error) {
      desk?.leave();
      await lab.stop();
      throw error;
    }
  }

  server(name: StarHost): MariadbServer {
    return this.servers.get(name)!;
  }

  host(name: StarHost): Host {
    return this.lab.host(name);
  }

  sql(name: StarHost, statements: string): Promise<Record<string, string>[]> {
    return this.server(name).query(statements);
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target);
  }

  readonly monitorPassword = monitor.password;

  /** CHANGE MASTER for a source of this star. */
  source(address: string, gtid = 'slave_pos', connection = ''): string {
    return `CHANGE MASTER ${connection === '' ? '' : `'${connection}' `}TO MASTER_HOST = '${address}', MASTER_USER = 'replica',
      MASTER_PASSWORD = 'secret', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = ${gtid}`;
  }

  /** Runs statements in a session that stays, such as one that holds a lock; `letGo` ends all of a host. */
  hold(name: StarHost, statements: string, user = 'root'): void {
    const socket = '/run/mysqld/mysqld.sock';
    this.held.push({
      name,
      session: this.host(name).run(['mariadb', '--no-defaults', `--socket=${socket}`, `--user=${user}`], statements),
    });
  }

  async letGo(name: StarHost): Promise<void> {
    // SUPER has one connection more than everybody else.
    const sessions = await this.sql(
      name,
      "SELECT ID FROM information_schema.PROCESSLIST WHERE USER IN ('root', 'app') AND ID <> CONNECTION_ID()",
    );
    await this.sql(name, sessions.map(({ ID }) => `KILL ${ID}`).join('; ') || 'DO 0');
    await Promise.all(this.held.filter((each) => each.name === name).map(({ session }) => session));
    this.held = this.held.filter((each) => each.name !== name);
  }

  async startAgain(name: StarHost): Promise<void> {
    this.servers.set(name, await this.server(name).startAgain());
  }

  /** Starts replication from db1 anew, from the position the source is at. */
  async follow(name: 'db2' | 'db3', more = ''): Promise<void> {
    const [row] = await this.sql('db1', 'SELECT QUOTE(@@gtid_binlog_pos) AS position');
    await this.sql(
      name,
      `STOP ALL SLAVES; RESET SLAVE ALL; RESET MASTER; SET GLOBAL gtid_slave_pos = ${row!['position']};
      CHANGE MASTER TO MASTER_HOST = '10.0.1.1', MASTER_USER = 'replica', MASTER_PASSWORD = 'secret',
        MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos${more}; START SLAVE`,
    );
  }

  /** Changes the channel of a replica and starts it again. */
  change(name: StarHost, what: string): Promise<unknown> {
    return this.sql(name, `STOP SLAVE; CHANGE MASTER TO ${what}; START SLAVE`);
  }

  async restart(name: StarHost, argv: readonly string[] = [], signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    await this.server(name).stop(signal);
    this.servers.set(name, await this.server(name).startAgain(argv));
  }

  async stop(): Promise<void> {
    this.desk.leave();
    await this.lab.stop();
  }

  private async prepare(name: StarHost): Promise<void> {
    await this.sql(
      name,
      `SET sql_log_bin = 0;
      CREATE USER replica@'%' IDENTIFIED BY 'secret';
      GRANT REPLICATION SLAVE ON *.* TO replica@'%';
      CREATE USER app@localhost;
      CREATE USER ${monitor.user}@'%' IDENTIFIED BY '${monitor.password}';
      GRANT REPLICA MONITOR, BINLOG MONITOR, PROCESS ON *.* TO ${monitor.user}@'%'`,
    );
  }
}
