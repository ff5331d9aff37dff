import type { Host } from './lab';
import type { Daemon, Output } from './machine';

const socket = '--socket=/run/mysqld/mysqld.sock';
const small = ['--mysqlx=OFF', '--innodb-buffer-pool-size=16M', '--innodb-redo-log-capacity=8M'];
const options = ['--user=mysql', socket, ...small, '--innodb-flush-log-at-trx-commit=0'];

/** A MySQL server on a host of the lab, with the host's own option file. */
export class MysqlServer {
  private constructor(private readonly host: Host) {}

  /** Makes an empty data directory; the server is not started. */
  static async make(host: Host): Promise<MysqlServer> {
    await host.check(['sh', '-c', 'mkdir -p "$@" && chown mysql:mysql "$@"', 'sh', '/var/lib/mysql', '/run/mysqld']);
    // While it initializes a data directory the server loads no plugin, and knows none of the plugin's options.
    await host.check(['mysqld', '--no-defaults', ...options, '--datadir=/var/lib/mysql', '--initialize-insecure']);
    return new MysqlServer(host);
  }

  /** Starts the server and waits until it answers. */
  async start(argv: readonly string[] = []): Promise<Daemon> {
    const daemon = this.host.start(['mysqld', ...options, ...argv]);
    await daemon.until('an answer', 60, async () => (await this.client('SELECT 1')).status === 0);
    return daemon;
  }

  /** Runs the server in the foreground, for one that does not come up. */
  run(): Promise<Output> {
    return this.host.run(['mysqld', ...options]);
  }

  async stop(): Promise<void> {
    await this.sql('SHUTDOWN');
    await this.host.check(['sh', '-c', 'while pidof mysqld >/dev/null; do sleep 0.05; done']);
  }

  /** Runs statements and resolves to the first column of the last line. */
  async sql(statements: string): Promise<string> {
    const { status, stdout, stderr } = await this.client(statements);
    if (status !== 0) throw new Error(`${this.host.name}: ${stderr.trim()} in: ${statements}`);
    return stdout.toString().trim().split('\n').at(-1)?.split('\t')[0] ?? '';
  }

  private client(statements: string): Promise<Output> {
    return this.host.run(['mysql', '--no-defaults', socket, '--batch', '--skip-column-names'], statements);
  }
}
