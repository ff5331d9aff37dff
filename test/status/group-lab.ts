import { type Host, Lab } from '../daemons/lab';
import { MysqlServer } from '../daemons/mysql';
import { Desk, monitor } from './desk';
import { targetOf } from './repository';

const names = ['my1', 'my2', 'my3'] as const;
export type GroupHost = (typeof names)[number];
const addressOf = (index: number): string => `10.0.0.${index + 1}`;
const seeds = names.map((_, index) => `${addressOf(index)}:33061`).join(',');

const optionFile = (index: number): string => `[mysqld]
server_id = ${index + 1}
bind_address = 0.0.0.0
report_host = ${addressOf(index)}
mysqlx = OFF
log_bin = binlog
gtid_mode = ON
enforce_gtid_consistency = ON
plugin_load_add = group_replication.so
group_replication_group_name = 0685154b-e563-11f1-a82f-eeed57eb3899
group_replication_local_address = ${addressOf(index)}:33061
group_replication_group_seeds = ${seeds}
group_replication_start_on_boot = OFF
group_replication_member_expel_timeout = 60
group_replication_recovery_get_public_key = ON
`;

const manifest = JSON.stringify({
  clusters: [
    {
      name: 'shop',
      product: 'mysql',
      hosts: names.map((name, index) => ({
        name,
        addresses: [addressOf(index)],
        files: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
      })),
    },
  ],
});

/** Three members of a group of MySQL in single-primary mode; my1 begins it and is the primary. */
export class GroupLab {
  readonly target = targetOf({
    'quorate.json': manifest,
    ...Object.fromEntries(names.map((name, index) => [`${name}/my.cnf`, optionFile(index)])),
  });

  private readonly servers = new Map<GroupHost, MysqlServer>();

  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
  ) {}

  static async start(root: string): Promise<GroupLab> {
    const lab = await Lab.start(
      root,
      names.map((name, index) => ({
        name,
        addresses: [addressOf(index)],
        files: { '/etc/mysql/my.cnf': optionFile(index) },
      })),
    );
    let desk: Desk | undefined;
    try {
      desk = await Desk.in(lab);
      const group = new GroupLab(lab, desk);
      await Promise.all(names.map((name) => group.make(name)));
      await group.begin('my1');
      await group.sql('my1', 'CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY)');
      for (const name of ['my2', 'my3'] as const) await group.sql(name, 'START GROUP_REPLICATION');
      return group;
    } catch (error) {
      desk?.leave();
      await lab.stop();
      throw error;
    }
  }

  host(name: GroupHost): Host {
    return this.lab.host(name);
  }

  /** Starts a group of one member. */
  async begin(name: GroupHost): Promise<void> {
    const bootstrap = 'group_replication_bootstrap_group';
    await this.sql(name, `SET GLOBAL ${bootstrap} = ON; START GROUP_REPLICATION; SET GLOBAL ${bootstrap} = OFF`);
  }

  async sql(name: GroupHost, statements: string): Promise<void> {
    await this.server(name).sql(statements);
  }

  async startServer(name: GroupHost): Promise<void> {
    await this.server(name).start();
  }

  stopServer(name: GroupHost): Promise<void> {
    return this.server(name).stop();
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target, 3000);
  }

  async stop(): Promise<void> {
    this.desk.leave();
    await this.lab.stop();
  }

  private server(name: GroupHost): MysqlServer {
    return this.servers.get(name) as MysqlServer;
  }

  private async make(name: GroupHost): Promise<void> {
    this.servers.set(name, await MysqlServer.make(this.host(name)));
    await this.startServer(name);
    await this.sql(
      name,
      `SET sql_log_bin = 0; CREATE USER recovery@'%' IDENTIFIED BY 'secret';
      GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO recovery@'%';
      CREATE USER ${monitor.user}@'%' IDENTIFIED BY '${monitor.password}';
      GRANT REPLICATION CLIENT, PROCESS ON *.* TO ${monitor.user}@'%';
      GRANT SELECT ON performance_schema.* TO ${monitor.user}@'%'; SET sql_log_bin = 1;
      CHANGE REPLICATION SOURCE TO SOURCE_USER = 'recovery', SOURCE_PASSWORD = 'secret'
        FOR CHANNEL 'group_replication_recovery';
      RESET BINARY LOGS AND GTIDS`,
    );
  }
}
