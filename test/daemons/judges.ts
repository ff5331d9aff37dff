import type { Files, RunOptions, RunResult } from './isolated';

/** Runs a program in the root of a suite. */
export type Run = (argv: readonly string[], options?: RunOptions) => RunResult;

export interface Verdict {
  readonly accepts: boolean;
  readonly status: number;
  /** Everything the daemon said, standard output of a check included where it is not data. */
  readonly stderr: string;
}

export interface MariadbVerdict extends Verdict {
  /** Effective values by canonical name (lower case, underscores) as printed; absent when the daemon refuses. */
  readonly effective?: ReadonlyMap<string, string>;
}

/** One option file, or a tree of files by absolute path. */
export type OptionFiles = string | OptionFileTree;
export interface OptionFileTree {
  readonly files: Files;
  /** The file that is read first; without it the daemon searches its own default places in the tree. */
  readonly entry?: string;
}

/** The facts of the machine `corosync -t` looks at: it checks the node list against name, addresses and key. */
export interface CorosyncHost {
  readonly hostname: string;
  readonly addresses: readonly string[];
  /** Content of /etc/corosync/authkey; a valid key of 256 bytes by default, null for a host without one. */
  readonly authkey?: Uint8Array | string | null;
  /** Other files the machine has. */
  readonly files?: Files;
}

/**
 * What `mariadbd --help --verbose` says of option files: status 0 accepted, 7 unknown option, 13 bad enumeration,
 * 9 bad suffix, 5 value missing, 3 ambiguous, 1 file or semantic error. Plugins are not loaded by it, so bad
 * wsrep_provider_options pass.
 */
export function mariadbAccepts(run: Run, optionFiles: OptionFiles): MariadbVerdict {
  const tree: OptionFileTree =
    typeof optionFiles === 'string' ? { files: { '/etc/my.cnf': optionFiles }, entry: '/etc/my.cnf' } : optionFiles;
  // --defaults-file is obeyed as the first argument only.
  const place = tree.entry === undefined ? [] : [`--defaults-file=${tree.entry}`];
  const { status, stdout, stderr } = run(['mariadbd', ...place, '--help', '--verbose'], {
    files: tree.files,
  });
  if (status !== 0) return { accepts: false, status, stderr };
  return { accepts: true, status, stderr, effective: effectiveValues(stdout) };
}

/**
 * Packages and images start mysqld as its own account, which passes over `user` in a file; started by root it would look
 * the account up. A machine of an ordinary user has no other account than root's.
 */
const account = process.getuid?.() === 0 ? 'mysql' : 'root';

/**
 * What `mysqld --validate-config` says of option files: it stops at the first error. `--help` is no judge, because it
 * ends with 0 for unknown options, but it prints the values.
 */
export function mysqlAccepts(run: Run, optionFiles: OptionFiles): MariadbVerdict {
  const tree: OptionFileTree =
    typeof optionFiles === 'string' ? { files: { '/etc/my.cnf': optionFiles }, entry: '/etc/my.cnf' } : optionFiles;
  const place = tree.entry === undefined ? [] : [`--defaults-file=${tree.entry}`];
  const mysqld = (...argv: readonly string[]): RunResult =>
    run(['mysqld', ...place, '--user=mysql', ...argv], { files: tree.files, user: account });
  const { status, stderr } = mysqld('--validate-config');
  if (status !== 0) return { accepts: false, status, stderr };
  return { accepts: true, status, stderr, effective: effectiveValues(mysqld('--verbose', '--help').stdout) };
}

/**
 * The values that `mariadbd --help --verbose` prints as effective, by canonical name.
 * The table ends the help text: a line of dashes, then `name   value`, then an empty line.
 */
export function effectiveValues(help: string): Map<string, string> {
  const [, table = ''] = help.split(/^-{20,} -+\n/m);
  const values = new Map<string, string>();
  for (const line of table.split('\n')) {
    const row = /^(\S+)\s+(.*)$/.exec(line);
    if (!row) break;
    values.set(row[1]!.toLowerCase().replaceAll('-', '_'), row[2]!);
  }
  return values;
}

/**
 * What `haproxy -c` says of a configuration: status 0 valid (perhaps with warnings), 1 fatal, 2 no listener.
 *
 * @param environment variables that the configuration may refer to
 */
export function haproxyAccepts(
  run: Run,
  text: string,
  files: Files = {},
  environment: Readonly<Record<string, string>> = {},
): Verdict {
  const file = '/etc/haproxy/haproxy.cfg';
  const { status, stdout, stderr } = run(['haproxy', '-c', '-f', file], {
    files: { ...files, [file]: text },
    environment,
  });
  return { accepts: status === 0, status, stderr: stderr + stdout };
}

/** What `corosync -t` says of a configuration on a host; unknown keys and the votequorum rules pass it. */
export function corosyncAccepts(run: Run, text: string, host: CorosyncHost): Verdict {
  const { hostname, addresses, authkey = '0123456789abcdef'.repeat(16), files: others = {} } = host;
  const key: Files = authkey === null ? {} : { '/etc/corosync/authkey': { content: authkey, mode: 0o400 } };
  const files: Files = { ...others, '/etc/corosync/corosync.conf': text, ...key };
  const { status, stdout, stderr } = run(['corosync', '-t'], { files, hostname, addresses });
  // On a busy machine libqb now and then aborts while it closes its own log, after corosync has found nothing wrong.
  const closedBadly = /exiting normally/.test(stderr + stdout) && /qb_rb_close_helper/.test(stderr + stdout);
  return { accepts: status === 0 || closedBadly, status, stderr: stderr + stdout };
}

const keepalivedFile = '/etc/keepalived/keepalived.conf';
/** The interfaces eth0 and eth1 that a keepalived.conf speaks of, with an address of the host. */
const withInterfaces =
  'ip link add eth0 address 02:00:00:00:00:01 type veth peer name eth1 address 02:00:00:00:00:02; ip address add 10.0.0.11/24 dev eth0; ip link set eth0 up; ip link set eth1 up;';

/** What `keepalived --config-test` complains of, line by line of the file, on a host with eth0 and eth1. */
export function keepalivedComplaints(run: Run, text: string): ReadonlyMap<number, string> {
  const { status, stderr } = run(['sh', '-c', `${withInterfaces} exec keepalived --config-test -f ${keepalivedFile}`], {
    files: { [keepalivedFile]: text },
  });
  if (status > 127) throw new Error(`keepalived was ended by signal ${status - 128}: ${stderr}`);
  const found = new Map<number, string>();
  for (const line of stderr.split('\n')) {
    const [, number, said] = /Line (\d+)\) (.*)/.exec(line) ?? [];
    if (number !== undefined && said !== undefined) found.set(Number(number), said);
    // What concerns a whole block names no line.
    else if (/^(There are|\([\w.-]+\)) /.test(line)) found.set(0, line);
  }
  return found;
}

/** What keepalived logs of its configuration and itself in the first seconds, without the time of each line. */
export function keepalivedLog(run: Run, text: string, seconds: number): readonly string[] {
  const options = '--dont-fork --log-console --log-detail --dump-conf --release-vips';
  const start = `${withInterfaces} timeout --kill-after 1 ${seconds} keepalived ${options} -f ${keepalivedFile}`;
  const { stdout, stderr } = run(['sh', '-c', start], { files: { [keepalivedFile]: text } });
  return (stdout + stderr).split('\n').map((line) => line.replace(/^\w{3} \w{3} +\d+ [\d:]+ \d{4}: /, ''));
}

/** Everything keepalived has read of a file, as it dumps it at its start, without process numbers and states. */
export function keepalivedReads(run: Run, text: string): readonly string[] {
  const isDump = (line: string): boolean =>
    /^(------|\s)/.test(line) && !/pid|fd_|State|socket|Last |Result|Seen/.test(line);
  return keepalivedLog(run, text, 1).filter((line) => isDump(line));
}
