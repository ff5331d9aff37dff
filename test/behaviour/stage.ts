import assert from 'node:assert/strict';
import path from 'node:path';
import type { Cluster } from '../../server/core/model/cluster';
import { topologyOf } from '../../server/core/model/topology/topology';
import { rules } from '../../server/core/rules/registry';
import { Workspace } from '../../server/core/workspace';
import { catalogs } from '../../server/disk/catalogs';
import { Lab } from '../daemons/lab';
import { MariadbServer } from '../daemons/mariadb';
import { readPage } from '../rules/page';

/** One host fetches from another, by name. */
export interface Edge {
  readonly source: string;
  readonly replica: string;
  readonly channel: string;
}

/** What a page shows, ready to be brought up: the option file of each host, and who replicates from whom. */
export interface Script {
  readonly optionFiles: ReadonlyMap<string, string>;
  readonly edges: readonly Edge[];
  /** Whether the rule of the page finds something in it. */
  readonly isFound: boolean;
}

/** The bad case of a page with this number, and what its fixes make of it; both as hosts Quorate reads from the files. */
export function scriptsOf(rule: string, number = 0): { readonly bad: Script; readonly fixed: Script | undefined } {
  const scenes = readPage(path.join(__dirname, '../../server/core/rules', `${rule}.md`));
  const of = (kind: string): ReadonlyMap<string, string> | undefined =>
    scenes.filter((scene) => scene.kind === kind)[number]?.files;
  const bad = of('bad');
  assert.ok(bad, `${rule} has no bad case ${number}`);
  const fixed = of('fixed');
  return { bad: readScript(rule, bad), fixed: fixed && readScript(rule, new Map([...bad, ...fixed])) };
}

/** A repository as hosts: the options each server reads, in their order, in one group of one file. */
export function readScript(rule: string, files: ReadonlyMap<string, string>): Script {
  const workspace = new Workspace(catalogs, rules, 'repository', (name, error) => {
    throw new Error(`rule ${name} failed`, { cause: error });
  });
  for (const [name, text] of files) workspace.set(name, `file:///repository/${name}`, text);
  workspace.update();
  const [cluster, ...others] = workspace.model.clusters;
  assert.ok(cluster && others.length === 0, 'the page holds one cluster');
  const findings = workspace.documents.flatMap((document) => workspace.findings(document));
  return {
    optionFiles: optionFilesOf(cluster),
    edges: topologyOf(cluster).edges.flatMap(({ source, replica, channel }) =>
      source ? [{ source: source.name, replica: replica.name, channel }] : [],
    ),
    isFound: findings.some((finding) => finding.rule === rule && finding.severity === 'error'),
  };
}

function optionFilesOf(cluster: Cluster): Map<string, string> {
  return new Map(
    cluster.databases.map(({ name, options }) => {
      const lines = options.stream.map(({ written, value }) =>
        value === undefined ? written : `${written} = "${value}"`,
      );
      return [name, ['[mysqld]', ...lines, ''].join('\n')];
    }),
  );
}

/** Servers of a script, each on a host of its own, with the account replication logs in by and a table to write to. */
export class Stage {
  private constructor(
    private readonly lab: Lab,
    private readonly servers: ReadonlyMap<string, MariadbServer>,
    private readonly addresses: ReadonlyMap<string, string>,
  ) {}

  /** @param data an empty data directory */
  static async set(root: string, { optionFiles }: Script, data: Buffer): Promise<Stage> {
    const names = [...optionFiles.keys()];
    const addresses = new Map(names.map((name, index) => [name, `10.0.0.${index + 1}`]));
    const lab = await Lab.start(
      root,
      [...optionFiles].map(([name, text]) => ({
        name,
        addresses: [addresses.get(name)!],
        files: { '/etc/mysql/my.cnf': text },
      })),
    );
    try {
      const started = names.map(async (name) => [name, await MariadbServer.start(lab.host(name), data)] as const);
      const stage = new Stage(lab, new Map(await Promise.all(started)), addresses);
      await Promise.all(names.map((name) => stage.sql(name, preparation)));
      return stage;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  sql(name: string, statements: string): Promise<Record<string, string>[]> {
    return this.server(name).query(statements);
  }

  /** Makes a host replicate from another one, from the first event on, by file and position unless told otherwise. */
  async follow({ source, replica, channel }: Edge, gtid: 'no' | 'slave_pos' = 'no'): Promise<void> {
    const name = channel === '' ? '' : `'${channel}'`;
    await this.sql(
      replica,
      `CHANGE MASTER ${name} TO MASTER_HOST = '${this.addresses.get(source)}', MASTER_USER = 'repl',
        MASTER_PASSWORD = 'secret', MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = ${gtid}; START SLAVE ${name}`,
    );
  }

  /** What the connections of a host say, each as `IO-thread SQL-thread IO-error SQL-error`. */
  async says(replica: string): Promise<string[]> {
    const rows = await this.sql(replica, 'SHOW ALL SLAVES STATUS');
    return rows.map((row) =>
      ['Slave_IO_Running', 'Slave_SQL_Running', 'Last_IO_Errno', 'Last_SQL_Errno'].map((key) => row[key]).join(' '),
    );
  }

  /** Waits until one of the connections of a host says something. */
  async untilSays(replica: string, sign: RegExp): Promise<void> {
    await this.until(replica, `${replica} saying ${sign}`, async () =>
      (await this.says(replica)).some((text) => sign.test(text)),
    );
  }

  /** Waits until a host has carried out everything before this binary log of its source. */
  async untilExecuted(replica: string, file: string): Promise<void> {
    await this.until(replica, `events of ${file}`, async () => {
      const rows = await this.sql(replica, 'SHOW ALL SLAVES STATUS');
      return rows.some((row) => row['Relay_Master_Log_File'] === file);
    });
  }

  async write(name: string, what: string): Promise<void> {
    await this.sql(name, `INSERT INTO shop.orders (what) VALUES ('${what}')`);
  }

  async has(name: string, what: string): Promise<boolean> {
    return (await this.sql(name, `SELECT id FROM shop.orders WHERE what = '${what}'`)).length > 0;
  }

  async untilHas(name: string, what: string): Promise<void> {
    await this.until(name, `the row ${what}`, () => this.has(name, what));
  }

  async stop(): Promise<void> {
    await this.lab.stop();
  }

  private server(name: string): MariadbServer {
    const server = this.servers.get(name);
    if (!server) throw new Error(`there is no server ${name}`);
    return server;
  }

  private async until(name: string, what: string, condition: () => Promise<boolean>): Promise<void> {
    try {
      await this.server(name).daemon.until(what, 30, condition);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${(await this.says(name)).join('\n')}`, { cause: error });
    }
  }
}

/** Kept out of the binary logs, so that every server begins with the same and has nothing to pass on. */
const preparation = `SET sql_log_bin = 0;
  CREATE USER repl@'%' IDENTIFIED BY 'secret'; GRANT REPLICATION SLAVE ON *.* TO repl@'%';
  CREATE DATABASE shop; CREATE DATABASE stock;
  CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY, what LONGTEXT);
  CREATE TABLE stock.goods (id INT AUTO_INCREMENT PRIMARY KEY, what TEXT)`;
