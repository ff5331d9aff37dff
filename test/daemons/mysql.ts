import type { Host } from './lab';
import { type Daemon, type Output, runToEnd } from './machine';

const socket = '--socket=/run/mysqld/mysqld.sock';
const small = ['--mysqlx=OFF', '--innodb-buffer-pool-size=16M', '--innodb-redo-log-capacity=32M'];
const options = ['--user=mysql', socket, ...small, '--innodb-flush-log-at-trx-commit=0'];

/** An empty data directory as a tar archive, without the uuid of a server; the host is left without one. */
export async function emptyMysqlData(host: Host): Promise<Buffer> {
  await MysqlServer.make(host);
  const data = await tar(host, ['--exclude=./auto.cnf', '-cf', '-', '.']);
  await host.check(['sh', '-c', 'rm -rf /var/lib/mysql/*']);
  return data;
}

/** Runs this machine's own tar in a host's data directory: MySQL's root has none. */
async function tar(host: Host, argv: readonly string[], input?: Buffer): Promise<Buffer> {
  const folder = `/proc/${host.machine.pid}/root/var/lib/mysql`;
  const { status, stdout, stderr } = await runToEnd(['tar', '-C', folder, '--numeric-owner', ...argv], input);
  if (status !== 0) throw new Error(`${host.name}: no data directory: ${stderr}`);
  return stdout;
}

/** A MySQL server on a host of the lab, with the host's own option file. */
export class MysqlServer {
  private constructor(private readonly host: Host) {}

  /**
   * Makes a data directory; the server is not started.
   * @param data what it begins with, from `emptyMysqlData`; without it an empty one is made, which takes seconds
   */
  static async make(host: Host, data?: Buffer): Promise<MysqlServer> {
    const folders = ['/var/lib/mysql', '/run/mysqld', '/var/log/mysql'];
    await host.check(['sh', '-c', 'mkdir -p "$@" && chown mysql:mysql "$@"', 'sh', ...folders]);
    // While it initializes a data directory the server loads no plugin, and knows none of the plugin's options.
    if (data === undefined)
      await host.check(['mysqld', '--no-defaults', ...options, '--datadir=/var/lib/mysql', '--initialize-insecure']);
    else await tar(host, ['-xpf', '-'], data);
    return new MysqlServer(host);
  }

  /** Starts the server and waits until it answers. */
  async start(argv: readonly string[] = []): Promise<Daemon> {
    const daemon = this.host.start(['mysqld', ...options, ...argv]);
    try {
      await daemon.until('an answer', 60, async () => (await this.client('SELECT 1')).status === 0);
    } catch (error) {
      const log = await this.host.run(['sh', '-c', 'tail -n 30 /var/log/mysql/*; ps -ef']);
      throw new Error(`${(error as Error).message}\n${log.stdout.toString()}`, { cause: error });
    }
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

  /** Waits up to 20 seconds until a query has an answer. */
  async until(query: string, wanted: string): Promise<void> {
    const end = Date.now() + 20_000;
    for (;;) {
      const said = await this.sql(query);
      if (said === wanted) return;
      if (Date.now() > end) throw new Error(`${this.host.name} says ${said}, never ${wanted}, to: ${query}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private client(statements: string): Promise<Output> {
    return this.host.run(['mysql', '--no-defaults', socket, '--batch', '--skip-column-names'], statements);
  }
}
