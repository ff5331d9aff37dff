import { type Host, Lab } from '../daemons/lab';
import { emptyDataDirectory, MariadbServer } from '../daemons/mariadb';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { Desk, monitor } from './desk';
import { targetOf } from './repository';

const nodes = ['n1', 'n2', 'n3'] as const;
export type GaleraNode = (typeof nodes)[number];
const addressOf = (index: number): string => `10.0.0.${index + 1}`;

const optionFile = (index: number): string => `[mysqld]
server_id = ${index + 1}
bind_address = 0.0.0.0
binlog_format = ROW
innodb_autoinc_lock_mode = 2
log_error = /var/log/mysql/error.log
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_cluster_name = shop
wsrep_cluster_address = gcomm://10.0.0.1,10.0.0.2,10.0.0.3
wsrep_node_address = ${addressOf(index)}
wsrep_node_name = n${index + 1}
wsrep_sst_method = rsync
`;

const proxyFile = `global
  stats socket /run/haproxy/admin.sock mode 600 level admin
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  default-server inter 200ms fall 2 rise 1
listen writers
  bind 10.0.0.9:3306
  option mysql-check user haproxy
  server n1 10.0.0.1:3306 check
  server n2 10.0.0.2:3306 check backup
  server n3 10.0.0.3:3306 check backup
`;

const manifest = JSON.stringify({
  clusters: [
    {
      name: 'shop',
      product: 'mariadb',
      hosts: [
        ...nodes.map((name, index) => ({
          name,
          addresses: [addressOf(index)],
          ssh: { host: addressOf(index), user: 'root' },
          files: { [`${name}/my.cnf`]: '/etc/mysql/my.cnf' },
        })),
        {
          name: 'lb1',
          addresses: ['10.0.0.9'],
          ssh: { host: '10.0.0.9', user: 'root' },
          files: { 'lb1/haproxy.cfg': '/etc/haproxy/haproxy.cfg' },
        },
      ],
    },
  ],
});

/** Three Galera nodes behind one HAProxy. */
export class GaleraLab {
  readonly target = targetOf({
    'quorate.json': manifest,
    'lb1/haproxy.cfg': proxyFile,
    ...Object.fromEntries(nodes.map((name, index) => [`${name}/my.cnf`, optionFile(index)])),
  });

  private rejoining: Promise<void> = Promise.resolve();

  private constructor(
    readonly lab: Lab,
    readonly desk: Desk,
    private readonly keys: OperatorKeys,
    private readonly servers: Map<GaleraNode, MariadbServer>,
  ) {}

  static async start(root: string): Promise<GaleraLab> {
    const lab = await Lab.start(root, [
      ...nodes.map((name, index) => ({
        name,
        addresses: [addressOf(index)],
        files: { '/etc/mysql/my.cnf': optionFile(index) },
      })),
      { name: 'lb1', addresses: ['10.0.0.9'], files: { '/etc/haproxy/haproxy.cfg': proxyFile } },
    ]);
    const keys = new OperatorKeys();
    keys.configure('');
    let desk: Desk | undefined;
    try {
      desk = await Desk.in(lab, keys.settings);
      await Promise.all([...nodes, 'lb1'].map((name) => startSshd(lab.host(name), keys)));
      const data = await emptyDataDirectory(lab.host('n1'));
      const first = await MariadbServer.start(lab.host('n1'), data, ['--wsrep-new-cluster']);
      await first.query(
        `CREATE USER haproxy@'%'; CREATE DATABASE shop;
        CREATE USER ${monitor.user}@'%' IDENTIFIED BY '${monitor.password}';
        GRANT REPLICA MONITOR, BINLOG MONITOR, PROCESS ON *.* TO ${monitor.user}@'%';
        GRANT SELECT ON shop.* TO ${monitor.user}@'%'`,
      );
      // One after the other: two state transfers at once need two donors.
      const second = await MariadbServer.start(lab.host('n2'), data);
      const third = await MariadbServer.start(lab.host('n3'), data);
      const servers = new Map([first, second, third].map((server, index) => [nodes[index] as GaleraNode, server]));
      const galera = new GaleraLab(lab, desk, keys, servers);
      await galera.startProxy();
      return galera;
    } catch (error) {
      desk?.leave();
      keys.remove();
      await lab.stop();
      throw error;
    }
  }

  async startProxy(): Promise<void> {
    await this.proxy.check(['mkdir', '-p', '/run/haproxy']);
    this.proxy.start(['haproxy', '-db', '-f', '/etc/haproxy/haproxy.cfg']);
  }

  async stopProxy(): Promise<void> {
    await this.proxy.check(['sh', '-c', 'kill $(pidof haproxy)']);
  }

  /** Gives the running proxy a command. */
  async command(text: string): Promise<void> {
    await this.proxy.check(['socat', '-', '/run/haproxy/admin.sock'], `${text}\n`);
  }

  get proxy(): Host {
    return this.lab.host('lb1');
  }

  sql(name: GaleraNode, statements: string): Promise<Record<string, string>[]> {
    return this.server(name).query(statements);
  }

  server(name: GaleraNode): MariadbServer {
    return this.servers.get(name) as MariadbServer;
  }

  async startAgain(name: GaleraNode, argv: readonly string[] = []): Promise<void> {
    this.servers.set(name, await this.server(name).startAgain(argv));
  }

  /** Starts a node that will not come up, as mysqld_safe does with its log, and does not wait for it. */
  async startInVain(name: GaleraNode, argv: readonly string[]): Promise<void> {
    await this.server(name).stop();
    const script = 'log=$1; shift; exec mariadbd --user=mysql "$@" >>"$log" 2>&1';
    this.lab.host(name).start(['sh', '-c', script, 'sh', this.server(name).errorLog, ...argv]);
  }

  /** Ends whatever is left of a server that never came up, and starts it as its files say. */
  async startAnew(name: GaleraNode): Promise<void> {
    const script = 'kill -KILL $(pidof mariadbd) 2>/dev/null; while pidof mariadbd >/dev/null; do sleep 0.05; done';
    await this.lab.host(name).check(['sh', '-c', script]);
    await this.startAgain(name);
  }

  /** Lets nodes talk slowly, so that a state transfer of a few megabytes takes its time; `undefined` takes it back. */
  async limit(rate: string | undefined): Promise<void> {
    const shape = ['tbf', 'rate', rate ?? '', 'burst', '32kbit', 'latency', '400ms'];
    const argv =
      rate === undefined
        ? ['qdisc', 'delete', 'dev', 'eth0', 'root']
        : ['qdisc', 'add', 'dev', 'eth0', 'root', ...shape];
    await Promise.all(nodes.map((name) => this.lab.host(name).check(['tc', ...argv])));
  }

  /** Takes a node's data away, so that it needs a whole copy; it comes up once the copy is there. */
  async rejoin(name: GaleraNode): Promise<void> {
    await this.server(name).stop();
    await this.lab.host(name).check(['sh', '-c', 'rm -rf /var/lib/mysql/grastate.dat /var/lib/mysql/shop']);
    this.rejoining = this.startAgain(name);
  }

  /** Waits for the node that is being given its data. */
  rejoined(): Promise<void> {
    return this.rejoining;
  }

  async restart(name: GaleraNode, argv: readonly string[] = []): Promise<void> {
    await this.server(name).stop();
    await this.startAgain(name, argv);
  }

  look(): ReturnType<Desk['look']> {
    return this.desk.look(this.target, 4000);
  }

  async stop(): Promise<void> {
    this.desk.leave();
    this.keys.remove();
    await this.lab.stop();
  }
}
