import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../cli/scratch';
import { type HostDescription, Lab } from '../daemons/lab';
import { emptyDataDirectory } from '../daemons/mariadb';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { type Deploy, startDeploy } from './deploy-process';
import { type Outcome, product, quorate, type Run, startQuorate } from './product';

/** A host of the lab, and what of the repository lies where on it. */
export interface StageHost extends Omit<HostDescription, 'addresses'> {
  readonly address: string;
  /** Paths on the host by those in the repository. Without it nothing of the repository belongs to the host. */
  readonly places?: Readonly<Record<string, string>>;
  /** False for a host that nobody logs in to. */
  readonly sshd?: boolean;
}

/** Hosts with sshd, a repository of their files, and a person with keys who deploys it. */
export class Stage {
  private data: Buffer | undefined;

  private constructor(
    readonly lab: Lab,
    readonly keys: OperatorKeys,
    readonly repository: string,
  ) {}

  /**
   * @param files of the repository, beside its manifest
   * @param manifest in place of the one that the places of the hosts make; there is none where they have no places
   */
  static async start(
    root: string,
    hosts: readonly StageHost[],
    files: Readonly<Record<string, string>> = {},
    manifest: object | undefined = manifestOf(hosts),
  ): Promise<Stage> {
    const keys = new OperatorKeys();
    keys.configure('Host *\n  User root\n  StrictHostKeyChecking accept-new\n');
    const repository = mkdtempSync(path.join(tmpdir(), 'quorate-stage-'));
    writeFiles(repository, { ...(manifest && { 'quorate.json': JSON.stringify(manifest) }), ...files });
    const lab = await Lab.start(
      root,
      hosts.map(({ address, ...host }) => ({ ...host, addresses: [address] })),
    );
    const stage = new Stage(lab, keys, repository);
    try {
      await Promise.all(hosts.filter(({ sshd }) => sshd !== false).map(({ name }) => startSshd(lab.host(name), keys)));
    } catch (error) {
      await stage.stop();
      throw error;
    }
    return stage;
  }

  async stop(): Promise<void> {
    this.keys.remove();
    rmSync(this.repository, { recursive: true, force: true });
    await this.lab.stop();
  }

  /** Runs a shell command on a host, not through SSH, and resolves to what it prints. */
  async on(host: string, command: string): Promise<string> {
    return (await this.lab.host(host).check(['sh', '-c', command])).trim();
  }

  /** Runs `quorate` in the repository to its end. */
  run(...argv: string[]): Promise<Outcome> {
    return quorate(this.lab, this.keys, this.repository, ...argv);
  }

  begin(...argv: string[]): Promise<Run> {
    return startQuorate(this.lab, this.keys, this.repository, argv);
  }

  /** A deploy that waits at a step; see `driver.ts`. */
  async deployTo(step: string, gateSeconds?: number): Promise<Deploy> {
    return startDeploy(
      this.lab,
      this.keys,
      path.join(await product(), 'driver.js'),
      this.repository,
      step,
      gateSeconds,
    );
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.repository, files);
  }

  read(file: string): string {
    return readFileSync(path.join(this.repository, file), 'utf8');
  }

  edit(file: string, change: (text: string) => string): void {
    writeFileSync(path.join(this.repository, file), change(this.read(file)));
  }

  /** Gives hosts the data directory of a server that was never started. */
  async giveData(names: readonly string[]): Promise<void> {
    this.data ??= await emptyDataDirectory(this.lab.host(names[0] as string));
    const give = async (name: string): Promise<void> => {
      await this.lab.host(name).check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], this.data);
      await this.on(name, 'chown -R mysql:mysql /var/lib/mysql');
    };
    await Promise.all(names.map(give));
  }

  /**
   * The same, and starts MariaDB by their init script.
   * @param word an argument for all of them
   */
  async startServers(names: readonly string[], word = ''): Promise<void> {
    await this.giveData(names);
    await Promise.all(names.map((name) => this.on(name, `/etc/init.d/mariadb start ${word}`)));
  }

  /** Waits until a condition holds. */
  async until(what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await condition().catch(() => false))) {
      if (Date.now() > deadline) throw new Error(`waiting for ${what}: ${seconds} s are over`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function manifestOf(hosts: readonly StageHost[]): object | undefined {
  const own = hosts.flatMap(({ name, address, places }) =>
    places ? [{ name, addresses: [address], files: places, ssh: { host: address } }] : [],
  );
  return own.length === 0 ? undefined : { clusters: [{ name: 'shop', hosts: own }] };
}
