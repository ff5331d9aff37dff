import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files by absolute path inside the root; text gets mode 0644. */
export type Files = Readonly<
  Record<string, string | Uint8Array | { readonly content: string | Uint8Array; readonly mode: number }>
>;

export interface RunOptions {
  /** Standard input; empty by default. */
  readonly input?: string;
  /** Files this run finds at their absolute paths; they hide the root's own and vanish with the run. */
  readonly files?: Files;
  /** Variables of the environment beside the few that every program inside a root gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The account of the root that runs the program; root by default. */
  readonly user?: string;
  /** The run is killed after this time; 120 000 by default, because a busy machine is slow. */
  readonly timeoutMs?: number;
  /** Host name and IPv4 addresses the program finds on its machine; 127.0.0.1 is always there. */
  readonly hostname?: string;
  readonly addresses?: readonly string[];
}

export interface RunResult {
  /** Exit status; 128 + n when signal n ended the program. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Namespaces of a private machine: its own mounts, processes, host name, network without a way out.
 * An ordinary user enters them as root of a user namespace, which is enough for everything but real hosts.
 */
export const privateMachine = [
  ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']),
  ...['--mount', '--pid', '--uts', '--ipc', '--net', '--fork', '--kill-child', '--propagation', 'private'],
];

/**
 * Shell function `enter_root FOLDER LOWER`: makes FOLDER/root a throw-away overlay over the layers LOWER with
 * /proc and /dev. What is written there lives in memory and ends with the namespace.
 */
export const enterRoot = `
enter_root() {
  mount -t tmpfs -o mode=755 private "$1"
  mkdir "$1/upper" "$1/work" "$1/root"
  mount -t overlay -o "lowerdir=$2,upperdir=$1/upper,workdir=$1/work" overlay "$1/root"
  mount -t proc proc "$1/root/proc"
  mount --rbind /dev "$1/root/dev"
  # libqb names shared memory after process ids, which are the same on every private machine.
  if [ -d /dev/shm ]; then mount -t tmpfs -o mode=1777 private "$1/root/dev/shm"; fi
}`;

// Only util-linux and coreutils are taken from this machine, the rest from the root.
// The program is a child of this shell: as process 1 it would survive the signals it sends to itself.
const script = `set -e
${enterRoot}
enter_root "$1" "$2"
folder=$1 hostname=$3 addresses=$4 user=$5
shift 5
chroot "$folder/root" hostname "$hostname"
chroot "$folder/root" ip link set lo up
for address in $addresses; do chroot "$folder/root" ip address add "$address/32" dev lo; done
echo entered >&3
exec 3>&-
set +e
chroot --userspec="$user" "$folder/root" "$@"
exit $?`;

/** Environment of every program inside a root: nothing of this machine's leaks in. */
export const rootEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LC_ALL: 'C',
};

/**
 * Runs a program of an unpacked root to its end on a private machine; about 10 ms above the program's own time.
 * @throws when the program cannot be run at all or is killed for its time limit; never for its exit status
 */
export function runIsolated(root: string, argv: readonly string[], options: RunOptions = {}): RunResult {
  const {
    input = '',
    files = {},
    timeoutMs = 120_000,
    hostname = 'localhost',
    addresses = [],
    user = 'root',
    environment = {},
  } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-run-'));
  try {
    const layer = path.join(folder, 'files');
    const mount = path.join(folder, 'mount');
    mkdirSync(mount);
    writeLayer(layer, { '/etc/hosts': hostsFile(hostname, addresses), ...files });
    const lower = [layer, root].map(overlayPath).join(':');
    const machine = ['sh', '-c', script, 'sh', mount, lower, hostname, addresses.join(' '), `${user}:${user}`, ...argv];
    const result = spawnSync('unshare', [...privateMachine, ...machine], {
      // The fourth channel tells a machine that could not be made from a program that ended with an error.
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      input,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...environment, ...rootEnvironment },
      encoding: 'utf8',
    });
    if (result.error) throw new Error(`${argv.join(' ')}: ${result.error.message}`, { cause: result.error });
    if (!result.output[3]) throw new Error(`no private machine for ${argv.join(' ')}: ${result.stderr.trim()}`);
    if (result.status === null) throw new Error(`${argv.join(' ')} was ended by ${result.signal}`);
    return { status: result.status, stdout: result.stdout, stderr: result.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes files by their absolute path below a folder that an overlay then lays over a root. */
export function writeLayer(folder: string, files: Files): void {
  makeFolder(folder);
  for (const [name, file] of Object.entries(files)) {
    if (!path.isAbsolute(name)) throw new Error(`${name}: a file inside a root needs its absolute path`);
    const { content, mode } = typeof file === 'object' && 'content' in file ? file : { content: file, mode: 0o644 };
    const target = path.join(folder, name);
    makeFolder(path.dirname(target));
    writeFileSync(target, content);
    chmodSync(target, mode);
  }
}

// Daemons drop their privileges, so the way to a file must be open to them whatever this process's umask is.
function makeFolder(folder: string): void {
  for (let made = mkdirSync(folder, { recursive: true }); made;) {
    chmodSync(folder, 0o755);
    if (folder === made) return;
    folder = path.dirname(folder);
  }
}

/** The layers of an overlay are listed with colons in a mount option, which ends at a comma. */
export const overlayPath = (folder: string): string => folder.replace(/[\\:,]/g, '\\$&');

function hostsFile(hostname: string, addresses: readonly string[]): string {
  return ['127.0.0.1 localhost', ...addresses.map((address) => `${address} ${hostname}`), ''].join('\n');
}
