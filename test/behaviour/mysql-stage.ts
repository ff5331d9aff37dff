import assert from 'node:assert/strict';
import { type Host, Lab } from '../daemons/lab';
import type { Script } from './stage';

const small = [
  '--socket=/run/mysqld/mysqld.sock',
  '--mysqlx=OFF',
  '--innodb-buffer-pool-size=16M',
  '--innodb-redo-log-capacity=8M',
];

/** Two hosts with MySQL, a source db1 and a replica db2, that take the option files of one page after the other. */
export class MysqlStage {
  private constructor(private readonly lab: Lab) {}

  static readonly hosts = ['db1', 'db2'] as const;

  static async set(root: string): Promise<MysqlStage> {
    const addresses = ['10.0.0.1', '10.0.0.2'];
    const lab = await Lab.start(
      root,
      MysqlStage.hosts.map((name, index) => ({ name, addresses: [addresses[index]!], files: {} })),
    );
    const stage = new MysqlStage(lab);
    try {
      await Promise.all(MysqlStage.hosts.map((name) => stage.make(name)));
      return stage;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  /** Starts all servers of a page with its options; a `server_uuid` goes where MySQL keeps it, into auto.cnf. */
  async start({ optionFiles }: Script): Promise<void> {
    await Promise.all(
      [...optionFiles].map(async ([name, text]) => {
        await this.equip(name, text);
        await this.launch(name);
      }),
    );
  }

  /** What a server says that does not come up with its options. */
  async refusal(name: string, { optionFiles }: Script): Promise<string> {
    await this.equip(name, optionFiles.get(name) ?? assert.fail(`there is no ${name}`));
    const { status, stdout, stderr } = await this.host(name).run(['mysqld', '--user=mysql', ...small]);
    assert.notEqual(status, 0, 'the server does not start');
    return stdout.toString() + stderr;
  }

  /** Makes db2 replicate from db1 from the first event on. */
  follow(): Promise<string> {
    return this.sql(
      'db2',
      `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '10.0.0.1', SOURCE_USER = 'repl', SOURCE_PASSWORD = 'secret',
        SOURCE_CONNECT_RETRY = 1, SOURCE_SSL = 1; START REPLICA`,
    );
  }

  /** Runs statements and resolves to the first column of the last line. */
  async sql(name: string, statements: string): Promise<string> {
    const { status, stdout, stderr } = await this.client(name, statements);
    if (status !== 0) throw new Error(`${name}: ${stderr.trim()} in: ${statements}`);
    return stdout.toString().trim().split('\n').at(-1)?.split('\t')[0] ?? '';
  }

  /** Waits until a query has an answer. */
  async until(name: string, query: string, wanted: RegExp): Promise<void> {
    let said = '';
    for (let tries = 0; tries < 300; tries++) {
      said = await this.sql(name, query);
      if (wanted.test(said)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(`${name} does not come to ${wanted}; it says ${said} to ${query}`);
  }

  /** Takes back what a page has done: stops the servers and forgets what they have written. */
  async clear(): Promise<void> {
    await Promise.all(
      [...this.running].map(async (name) => {
        await this.client(
          name,
          'STOP REPLICA; RESET REPLICA ALL; RESET BINARY LOGS AND GTIDS; DELETE FROM shop.orders',
        );
        await this.client(name, 'SHUTDOWN');
        await this.host(name).check(['sh', '-c', 'while pidof mysqld >/dev/null; do sleep 0.05; done']);
      }),
    );
    this.running.clear();
  }

  stop(): Promise<void> {
    return this.lab.stop();
  }

  private readonly running = new Set<string>();

  private host(name: string): Host {
    return this.lab.host(name);
  }

  private async launch(name: string): Promise<void> {
    const daemon = this.host(name).start(['mysqld', '--user=mysql', ...small]);
    await daemon.until('an answer', 60, async () => (await this.client(name, 'SELECT 1')).status === 0);
    this.running.add(name);
  }

  private async equip(name: string, text: string): Promise<void> {
    const lines = text.split('\n');
    const uuid = lines.map((line) => /^server.uuid = "(.*)"$/.exec(line)?.[1]).find((each) => each !== undefined);
    const options = lines.filter((line) => !/^server.uuid/.test(line)).join('\n');
    await this.host(name).check(['sh', '-c', 'mkdir -p /etc/mysql && cat >/etc/mysql/my.cnf'], options);
    await this.host(name).check([
      'sh',
      '-c',
      'rm -f /var/lib/mysql/auto.cnf; test -z "$1" || printf "[auto]\\nserver-uuid=%s\\n" "$1" >/var/lib/mysql/auto.cnf',
      'sh',
      uuid ?? '',
    ]);
  }

  private client(name: string, statements: string): ReturnType<Host['run']> {
    return this.host(name).run(
      ['mysql', '--no-defaults', '--socket=/run/mysqld/mysqld.sock', '--batch', '--skip-column-names'],
      statements,
    );
  }

  private async make(name: string): Promise<void> {
    await this.host(name).check([
      'sh',
      '-c',
      'for each in /var/lib/mysql /run/mysqld; do mkdir -p $each && chown mysql:mysql $each; done',
    ]);
    await this.host(name).check(['mysqld', '--no-defaults', '--user=mysql', '--initialize-insecure', ...small]);
    await this.equip(name, '');
    await this.launch(name);
    await this.sql(
      name,
      `SET sql_log_bin = 0; CREATE USER repl@'%' IDENTIFIED BY 'secret'; GRANT REPLICATION SLAVE ON *.* TO repl@'%';
      CREATE DATABASE shop; CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT)`,
    );
    await this.clear();
  }
}
