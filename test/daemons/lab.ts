/**
 * Hosts for tests: each is a root of real daemons in namespaces of its own, joined by a switch that lives in
 * a namespace too. The machine's own network, files and processes are not touched, and what a host writes is kept
 * in memory. A host dies, with all it runs, with the one process that holds it, and that one with the test.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Files, enterRoot, overlayPath, writeLayer } from './isolated';
import { Daemon, type Group, type Machine, type Output, runToEnd, startMachine } from './machine';

export interface HostDescription {
  readonly name: string;
  /** IPv4 addresses, each in a network of 24 bits. */
  readonly addresses: readonly string[];
  /** Files by absolute path, laid over the root. */
  readonly files: Files;
  /**
   * What the host begins with, on a control group tree of its own: `systemd` boots as process 1, and `own-tree` has
   * a shell there as other hosts do, for programs that make control groups.
   */
  readonly boot?: 'systemd' | 'own-tree';
}

const hostNamespaces = [
  '--mount',
  '--pid',
  '--uts',
  '--ipc',
  '--net',
  '--fork',
  '--kill-child',
  '--propagation',
  'private',
];

const hostScript = `set -e
${enterRoot}
enter_root "$1" "$2"
mount -t tmpfs -o mode=755 run "$1/root/run"
mount -t tmpfs -o mode=1777 shm "$1/root/dev/shm"
chroot "$1/root" hostname "$3"
echo ready
# A shell that waits is process 1, because somebody has to bury what daemons leave behind.
exec chroot "$1/root" sh -c 'cat; exit'`;

/**
 * A host whose root is the root of its mount namespace, as containers of Docker need it, and whose control groups are
 * below a group of its own. What systemd does to a kernel at a boot is none of a test's business, so it may not.
 */
const bootScript = `set -e
${enterRoot}
enter_root "$1" "$2"
root=$1/root
mount -t tmpfs -o mode=755 run "$root/run"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t sysfs sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount --bind -o ro "$root/proc/sys" "$root/proc/sys"
mkdir -p "$root/var/lib/docker" "$root/old" "$root/tmp"
mount -t tmpfs -o mode=711 docker "$root/var/lib/docker"
chroot "$root" hostname "$3"
boot=$4
cd "$root"
pivot_root . old
umount -l old
rmdir old
echo ready
case $boot in
  systemd)
    for unit in ldconfig systemd-modules-load systemd-remount-fs systemd-sysctl systemd-udevd; do
      ln -sf /dev/null "/etc/systemd/system/$unit.service"
    done
    # With an empty one it would be the first boot, and everything be enabled that any package brought.
    echo 0123456789abcdef0123456789abcdef >/etc/machine-id
    exec env -i container=lab PATH="$PATH" /usr/lib/systemd/systemd --unit=basic.target >/dev/null 2>&1 ;;
esac
# Only a group without processes of its own can have groups with controllers below it.
mkdir /sys/fs/cgroup/init && echo 0 >/sys/fs/cgroup/init/cgroup.procs
exec sh -c 'cat; exit'`;

/** Makes the group given first, goes into it, and becomes the program behind it. It ends with its parent. */
const intoGroup = 'mkdir "$0" && echo $$ >"$0/cgroup.procs" && exec setpriv --pdeathsig KILL unshare --cgroup "$@"';

/** Why hosts cannot be made on this machine, in one line; undefined when they can. */
export function reasonNotToMakeHosts(): string | undefined {
  if (process.platform === 'linux' && process.getuid?.() === 0) return undefined;
  return 'hosts of their own need root on Linux (network and mount namespaces, users of the daemons)';
}

export class Lab {
  private readonly hosts = new Map<string, Host>();

  private constructor(
    private readonly folder: string,
    private readonly networkSwitch: Machine,
  ) {}

  /** Makes the hosts and joins them; takes about 0.1 s a host. Always `stop` it. */
  static async start(root: string, descriptions: readonly HostDescription[]): Promise<Lab> {
    const folder = mkdtempSync(path.join(tmpdir(), 'quorate-lab-'));
    const lab = new Lab(folder, await startMachine(['--net'], ['sh', '-c', 'echo ready; exec cat']));
    try {
      await lab.inSwitch(root, 'ip link add br0 type bridge && ip link set br0 up');
      for (const address of switchAddresses(descriptions)) {
        await lab.inSwitch(root, `ip address add ${address}/24 dev br0`);
      }
      await Promise.all(descriptions.map((description) => lab.addHost(root, description, descriptions)));
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  host(name: string): Host {
    const host = this.hosts.get(name);
    if (!host) throw new Error(`the lab has no host ${name}`);
    return host;
  }

  /**
   * A command that runs a program of this machine with the lab's network in place of its own: there the switch has
   * the address .254 of every network, as the desk of the person who looks after the hosts would.
   */
  onNetwork(argv: readonly string[]): string[] {
    return ['nsenter', '-t', `${this.networkSwitch.pid}`, '-n', '--', ...argv];
  }

  /** Pulls a host's cable, or plugs it in again. */
  async link(name: string, state: 'up' | 'down'): Promise<void> {
    const { status, stderr } = await runToEnd(this.onNetwork(['ip', 'link', 'set', `to-${name}`, state]));
    if (status !== 0) throw new Error(`link to ${name}: ${stderr}`);
  }

  /** Takes a host away at once, as a power cut does. */
  async kill(name: string): Promise<void> {
    await this.host(name).machine.stop();
    this.hosts.delete(name);
  }

  /** Kills every host and forgets what they wrote. */
  async stop(): Promise<void> {
    await Promise.all([...this.hosts.values()].map((host) => host.machine.stop()));
    await this.networkSwitch.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async addHost(root: string, description: HostDescription, all: readonly HostDescription[]): Promise<void> {
    const { name, addresses, files } = description;
    const mount = path.join(this.folder, name, 'mount');
    const layer = path.join(this.folder, name, 'files');
    mkdirSync(mount, { recursive: true });
    const known = all.flatMap((host) => host.addresses.map((address) => `${address} ${host.name}\n`));
    writeLayer(layer, {
      '/etc/hosts': `127.0.0.1 localhost\n${known.join('')}`,
      '/etc/hostname': `${name}\n`,
      ...files,
    });
    const lower = [layer, root].map(overlayPath).join(':');
    const { boot } = description;
    const argv = ['sh', '-c', boot ? bootScript : hostScript, 'sh', mount, lower, name, ...(boot ? [boot] : [])];
    const machine = await startMachine(hostNamespaces, argv, boot && groupFor(this.folder, name));
    const host = new Host(name, machine);
    this.hosts.set(name, host);
    const port = `to-${name}`;
    await this.inSwitch(
      root,
      `ip link add ${port} type veth peer name eth0 netns ${machine.pid} && ip link set ${port} master br0 up`,
    );
    const own = addresses.map((address) => `ip address add ${address}/24 dev eth0`);
    await host.check(['sh', '-c', ['ip link set lo up', 'ip link set eth0 up', ...own].join(' && ')]);
  }

  // The switch has a network of its own but sees this machine's process ids, by which it reaches into a host.
  private async inSwitch(root: string, command: string): Promise<void> {
    const output = await runToEnd([
      'nsenter',
      '-t',
      `${this.networkSwitch.pid}`,
      '-n',
      'unshare',
      '--mount',
      'sh',
      '-c',
      // Newer releases of ip look a process id up under /proc; the mount is gone with this command.
      'mount --bind /proc "$1/proc" && exec chroot "$1" sh -c "$2"',
      'sh',
      root,
      command,
    ]);
    if (output.status !== 0) throw new Error(`${command}: ${output.stderr}`);
  }
}

/** A control group for one host, below the tree of version 2 that this machine has. */
function groupFor(folder: string, name: string): Group {
  const tree = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find(([, , type]) => type === 'cgroup2');
  if (!tree) throw new Error('this machine has no control groups of version 2');
  const group = path.join(tree[1] as string, `${path.basename(folder)}-${name}`);
  return { group, entering: ['sh', '-c', intoGroup, group] };
}

/** Address .254 of each network of 24 bits that hosts are in. */
function switchAddresses(descriptions: readonly HostDescription[]): Set<string> {
  const all = descriptions.flatMap((description) => description.addresses);
  return new Set(all.map((address) => address.replace(/\d+$/, '254')));
}

/** One host of a lab. */
export class Host {
  constructor(
    readonly name: string,
    readonly machine: Machine,
  ) {}

  /** Runs a program on the host to its end. */
  run(argv: readonly string[], input?: Buffer | string): Promise<Output> {
    return runToEnd(this.entering(argv), input);
  }

  /**
   * Runs a program on the host and resolves to its standard output as text.
   * @throws when the program ends with an error
   */
  async check(argv: readonly string[], input?: Buffer | string): Promise<string> {
    const { status, stdout, stderr } = await this.run(argv, input);
    if (status !== 0) throw new Error(`${this.name}: ${argv.join(' ')} ended with ${status}: ${stderr.trim()}`);
    return stdout.toString('utf8');
  }

  /** Starts a program that stays in the foreground; what it prints is kept for messages. */
  start(argv: readonly string[]): Daemon {
    return new Daemon(`${argv[0]} on ${this.name}`, this.entering(argv));
  }

  private entering(argv: readonly string[]): string[] {
    const namespaces = ['-m', '-u', '-i', '-n', '-p', '-r', '-w'];
    return ['nsenter', '-t', `${this.machine.pid}`, ...namespaces, '--', ...argv];
  }
}
