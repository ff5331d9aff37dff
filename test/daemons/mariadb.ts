import path from 'node:path';
import { effectiveValues } from './judges';
import type { Host } from './lab';
import type { Daemon } from './machine';

/** Sizes for many servers on one machine. They are given on the command line, so no option file is changed. */
const small = [
  '--innodb-buffer-pool-size=16M',
  '--innodb-log-file-size=4M',
  '--innodb-flush-log-at-trx-commit=0',
  '--key-buffer-size=1M',
  '--aria-pagecache-buffer-size=1M',
  '--wsrep-provider-options=gcache.size=4M;gcache.page_size=4M',
];

/** An empty data directory as a tar archive; made once, because it is the slowest part of a new server. */
export async function emptyDataDirectory(host: Host): Promise<Buffer> {
  const make = `mkdir /tmp/data && chown mysql:mysql /tmp/data
mariadb-install-db --no-defaults --user=mysql --datadir=/tmp/data --skip-test-db \\
  --auth-root-authentication-method=normal --innodb-log-file-size=4M --innodb-buffer-pool-size=16M >&2 || exit 1
tar -C /tmp/data -cf - . && rm -r /tmp/data`;
  const { status, stdout, stderr } = await host.run(['sh', '-c', make]);
  if (status !== 0) throw new Error(`no empty data directory: ${stderr}`);
  return stdout;
}

/** A MariaDB server on a host of the lab, started with the option files the host has. */
export class MariadbServer {
  private constructor(
    readonly host: Host,
    readonly daemon: Daemon,
    private readonly socket: string,
    private readonly pidFile: string,
    readonly errorLog: string,
  ) {}

  /**
   * Starts the server and waits until it answers.
   * @param data the data directory to begin with, from `emptyDataDirectory`
   * @param argv options of the command line, such as --wsrep-new-cluster
   * @throws with the end of the error log when the server ends instead
   */
  static async start(host: Host, data: Buffer, argv: readonly string[] = []): Promise<MariadbServer> {
    const effective = effectiveValues(await host.check(['mariadbd', '--help', '--verbose']));
    const datadir = effective.get('datadir') ?? '/var/lib/mysql';
    // The folders a package or the systemd unit makes; which ones those are, the option files say.
    const places = ['log_error', 'log_bin', 'relay_log', 'pid_file', 'socket'].map((name) => effective.get(name) ?? '');
    const folders = new Set([datadir, ...places.filter((place) => path.isAbsolute(place)).map(path.dirname)]);
    await host.check(['mkdir', '-p', ...folders]);
    await host.check(['tar', '-C', datadir, '-xf', '-'], data);
    await host.check(['chown', '-R', 'mysql:mysql', ...folders]);
    return MariadbServer.resume(host, effective, argv);
  }

  private static async resume(
    host: Host,
    effective: ReadonlyMap<string, string>,
    argv: readonly string[],
  ): Promise<MariadbServer> {
    const daemon = host.start(['mariadbd', '--user=mysql', ...small, ...argv]);
    const place = (name: string): string => path.resolve(effective.get('datadir') ?? '', effective.get(name) ?? '');
    const server = new MariadbServer(host, daemon, place('socket'), place('pid_file'), place('log_error'));
    try {
      await daemon.until('an answer', 60, async () => (await server.client('SELECT 1')).status === 0);
    } catch (error) {
      const log = await host.run(['tail', '-n', '40', effective.get('log_error') ?? '']);
      throw new Error(`${(error as Error).message}\n${log.stdout.toString()}`, { cause: error });
    }
    return server;
  }

  /** Ends the server and waits until it is gone: cleanly, or with KILL as in a crash. */
  async stop(signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    const script = `pid=$(cat "$1") || exit 0; kill -s ${signal} "$pid"; while kill -0 "$pid" 2>&-; do sleep 0.05; done; rm -f "$1"`;
    await this.host.check(['sh', '-c', script, 'sh', this.pidFile]);
  }

  /** Starts a server that was stopped, on the data it left and the option files as they are now. */
  async startAgain(argv: readonly string[] = []): Promise<MariadbServer> {
    return MariadbServer.resume(
      this.host,
      effectiveValues(await this.host.check(['mariadbd', '--help', '--verbose'])),
      argv,
    );
  }

  /** Runs statements and resolves to the rows of the last one that has any, by column name. */
  async query(statements: string): Promise<Record<string, string>[]> {
    const { status, stdout, stderr } = await this.client(statements);
    if (status !== 0) throw new Error(`${this.host.name}: ${stderr.trim()} in: ${statements}`);
    const [columns = [], ...rows] = stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t'));
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])));
  }

  /** The only value of the only row. */
  async value(statement: string): Promise<string | undefined> {
    const [row = {}] = await this.query(statement);
    return Object.values(row)[0];
  }

  /** Waits until the server replicates from every source it has. */
  async untilReplicating(seconds: number): Promise<void> {
    let last: Record<string, string>[] = [];
    try {
      await this.daemon.until('replication', seconds, async () => {
        last = await this.query('SHOW ALL SLAVES STATUS');
        const runs = (row: Record<string, string>): boolean =>
          row['Slave_IO_Running'] === 'Yes' && row['Slave_SQL_Running'] === 'Yes';
        return last.length > 0 && last.every(runs);
      });
    } catch (error) {
      const errors = last.map((row) => `${row['Last_IO_Error']} ${row['Last_SQL_Error']}`).join('; ');
      throw new Error(`${this.host.name} does not replicate: ${errors}`, { cause: error });
    }
  }

  private client(statements: string): ReturnType<Host['run']> {
    return this.host.run(['mariadb', '--no-defaults', `--socket=${this.socket}`, '--batch'], statements);
  }
}
