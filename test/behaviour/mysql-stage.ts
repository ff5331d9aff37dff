import assert from 'node:assert/strict';
import { Lab } from '../daemons/lab';
import { MysqlServer } from '../daemons/mysql';
import type { Script } from './stage';

/** Two hosts with MySQL, a source db1 and a replica db2, that take the option files of one page after the other. */
export class MysqlStage {
  private readonly servers = new Map<string, MysqlServer>();
  private readonly running = new Set<string>();

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
      await stage.clear();
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
    const { status, stdout, stderr } = await this.server(name).run();
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
  sql(name: string, statements: string): Promise<string> {
    return this.server(name).sql(statements);
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
        await this.sql(name, 'STOP REPLICA; RESET REPLICA ALL; RESET BINARY LOGS AND GTIDS; DELETE FROM shop.orders');
        await this.server(name).stop();
      }),
    );
    this.running.clear();
  }

  stop(): Promise<void> {
    return this.lab.stop();
  }

  private async launch(name: string): Promise<void> {
    await this.server(name).start();
    this.running.add(name);
  }

  private async equip(name: string, text: string): Promise<void> {
    const lines = text.split('\n');
    const uuid = lines.map((line) => /^server.uuid = "(.*)"$/.exec(line)?.[1]).find((each) => each !== undefined);
    const options = lines.filter((line) => !/^server.uuid/.test(line)).join('\n');
    await this.lab.host(name).check(['sh', '-c', 'mkdir -p /etc/mysql && cat >/etc/mysql/my.cnf'], options);
    await this.lab
      .host(name)
      .check([
        'sh',
        '-c',
        'rm -f /var/lib/mysql/auto.cnf; test -z "$1" || printf "[auto]\\nserver-uuid=%s\\n" "$1" >/var/lib/mysql/auto.cnf',
        'sh',
        uuid ?? '',
      ]);
  }

  private server(name: string): MysqlServer {
    return this.servers.get(name) ?? assert.fail(`there is no server ${name}`);
  }

  private async make(name: string): Promise<void> {
    this.servers.set(name, await MysqlServer.make(this.lab.host(name)));
    await this.equip(name, '');
    await this.launch(name);
    await this.sql(
      name,
      `SET sql_log_bin = 0; CREATE USER repl@'%' IDENTIFIED BY 'secret'; GRANT REPLICATION SLAVE ON *.* TO repl@'%';
      CREATE DATABASE shop; CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT)`,
    );
  }
}
