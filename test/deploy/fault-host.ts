import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFiles } from '../cli/scratch';
import { type Host, Lab } from '../daemons/lab';
import { OperatorKeys, startSshd } from '../daemons/sshd';
import { type Deploy, startDeploy } from './deploy-process';
import { type FaultKind, hostFiles } from './fault-kinds';
import { product } from './product';

/** Real hosts of one kind, to which one change is deployed again and again. */
export class FaultHost {
  private constructor(
    readonly kind: FaultKind,
    readonly lab: Lab,
    readonly keys: OperatorKeys,
    private readonly repository: string,
    private readonly driver: string,
  ) {}

  /** @param broken replaces text of the program that runs on hosts, for the control run */
  static async start(
    root: string,
    kind: FaultKind,
    broken?: { readonly part: string; readonly find: RegExp; readonly put: string },
  ): Promise<FaultHost> {
    const keys = new OperatorKeys();
    keys.configure('');
    const repository = mkdtempSync(path.join(tmpdir(), 'quorate-faults-'));
    const made = await product();
    const folder = path.join(repository, '.driver');
    mkdirSync(folder);
    copyFileSync(path.join(made, 'driver.js'), path.join(folder, 'driver.js'));
    cpSync(path.join(made, 'host'), path.join(folder, 'host'), { recursive: true });
    if (broken) {
      const part = path.join(folder, 'host', broken.part);
      const text = readFileSync(part, 'utf8');
      const changed = text.replace(broken.find, broken.put);
      if (changed === text) throw new Error('the control run would run the product as it is');
      writeFileSync(part, changed);
    }
    writeFiles(repository, repositoryOf(kind));
    const lab = await Lab.start(
      root,
      kind.hosts.map(({ name, address, files }) => ({
        name,
        addresses: [address],
        files: { ...files, ...hostFiles(root) },
      })),
    );
    await kind.start(lab);
    const on = new FaultHost(kind, lab, keys, repository, path.join(folder, 'driver.js'));
    for (const name of kind.deployed) {
      // Small disks of their own, which can be filled without harm.
      await on.sh(smallDisks(path.posix.dirname(kind.file), kind.replaced), name);
      await startSshd(lab.host(name), keys, ['deploy']);
    }
    return on;
  }

  /** The host on which things break. */
  get victim(): string {
    return this.kind.deployed[0] as string;
  }

  get host(): Host {
    return this.lab.host(this.victim);
  }

  async stop(): Promise<void> {
    await this.lab.stop();
    this.keys.remove();
    rmSync(this.repository, { recursive: true, force: true });
  }

  /** Everything as before a first deploy: the old file, a running program, the hosts' keys known. */
  async reset(): Promise<void> {
    const { kind } = this;
    const known: string[] = [];
    for (const name of kind.deployed) {
      await this.lab.link(name, 'up');
      await this.lab.host(name).check(['sh', '-c', resetScript(kind)], kind.oldText);
    }
    for (const name of kind.deployed) {
      await this.sh(kind.settle, name);
      const key = (await this.sh('cat /etc/ssh/ssh_host_ed25519_key.pub', name)).split(' ').slice(0, 2).join(' ');
      known.push(`${addressOf(kind, name)} ${key}\n`);
    }
    await this.sh(kind.reread, kind.activatedBy);
    writeFileSync(path.join(this.keys.home, '.ssh/known_hosts'), known.join(''));
  }

  /** Starts a deploy that waits before a step on the host on which things break. */
  deploy(step: string): Promise<Deploy> {
    const at = step === 'activate' ? step : `${step}@${this.victim}`;
    return startDeploy(this.lab, this.keys, this.driver, this.repository, at, this.kind.gateSeconds);
  }

  /** Runs a command on a host, not through SSH. */
  async sh(command: string, name = this.victim): Promise<string> {
    return (await this.lab.host(name).check(['sh', '-c', command])).trim();
  }
}

const addressOf = (kind: FaultKind, name: string): string =>
  kind.hosts.find((host) => host.name === name)?.address ?? '';

function repositoryOf(kind: FaultKind): Record<string, string> {
  const texts = { ...kind.besides, [kind.file]: kind.newText };
  const names = kind.hosts.map(({ name }) => name).filter((name) => kind.deployed.includes(name));
  const files = names.flatMap((name) =>
    Object.entries(texts).map(([place, text]) => [`${name}${place}`, text] as const),
  );
  const hosts = names.map((name) => ({
    name,
    addresses: [addressOf(kind, name)],
    files: Object.fromEntries(Object.keys(texts).map((place) => [`${name}${place}`, place])),
    ssh: { host: addressOf(kind, name), user: 'deploy', sudo: true },
  }));
  return { 'quorate.json': JSON.stringify({ clusters: [{ name: 'shop', hosts }] }), ...Object.fromEntries(files) };
}

const smallDisks = (
  folder: string,
  replaced: readonly string[],
): string => `for folder in ${folder} /var/lib/quorate; do
  mkdir -p $folder && mount -t tmpfs -o size=512k,mode=755 small $folder
done
mkdir -p /opt/real && cp ${replaced.join(' ')} /opt/real/
touch /etc/outside`;

const resetScript = ({ file, replaced }: FaultKind): string => `
umount ${file} 2>/dev/null
chattr -i ${file} 2>/dev/null
for pid in $(cat /var/lib/quorate/trial-*/watch 2>/dev/null); do kill -9 $pid; done
rm -rf /var/lib/quorate/* ${path.posix.dirname(file)}/* ${path.posix.dirname(file)}/.*.quorate-* 2>/dev/null
for program in ${replaced.join(' ')}; do cp /opt/real/$(basename $program) $program.new && mv $program.new $program; done
printf 'Defaults !requiretty\\ndeploy ALL=(root) NOPASSWD: /usr/bin/sh -s -- *, /bin/sh -s -- *\\n' >/etc/sudoers && chmod 440 /etc/sudoers
cat >${file}`;
