import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Files, type RunOptions, type RunResult, privateMachine, runIsolated } from './isolated';
import * as judges from './judges';
import { suiteRoot } from './root';
import type { Suite } from './suites';

/** The daemons of one suite. Everything is synchronous: 30-80 ms a run. */
export interface Daemons {
  readonly suite: Suite;
  /** The unpacked root; read it, never write to it. */
  readonly root: string;
  /** Runs a program of the root to its end on a private machine. */
  run(argv: readonly string[], options?: RunOptions): RunResult;
  /** `mariadbd --help --verbose` over one option file or a tree of them. */
  mariadbAccepts(optionFiles: judges.OptionFiles): judges.MariadbVerdict;
  /** `mysqld --validate-config`, and of what it accepts the values of `mysqld --verbose --help`. */
  mysqlAccepts(optionFiles: judges.OptionFiles): judges.MariadbVerdict;
  /** `haproxy -c`; `files` are what the configuration refers to, by absolute path. */
  haproxyAccepts(text: string, files?: Files, environment?: Readonly<Record<string, string>>): judges.Verdict;
  /** `corosync -t` on a host with this name, these addresses and this key. */
  corosyncAccepts(text: string, host: judges.CorosyncHost): judges.Verdict;
  /** How often each program was run, by the first word of its argv: a differential test proves itself with it. */
  readonly executions: ReadonlyMap<string, number>;
}

const fetched = new Map<Suite, Promise<Daemons>>();

/**
 * The daemons of a suite, fetched with the first call on this machine (10-30 s) and kept.
 * @throws with the reason in one line when they cannot run here
 */
export function daemons(suite: Suite = 'bookworm'): Promise<Daemons> {
  let result = fetched.get(suite);
  if (!result) fetched.set(suite, (result = startSuite(suite)));
  return result;
}

async function startSuite(suite: Suite): Promise<Daemons> {
  const can = await suiteOrReason(suite);
  if (!can.runs) throw new Error(can.reason);
  const root = await suiteRoot(suite);
  const executions = new Map<string, number>();
  const run = (argv: readonly string[], options?: RunOptions): RunResult => {
    const program = argv[0] ?? '';
    executions.set(program, (executions.get(program) ?? 0) + 1);
    return runIsolated(root, argv, options);
  };
  return {
    suite,
    root,
    executions,
    run,
    mariadbAccepts: (optionFiles) => judges.mariadbAccepts(run, optionFiles),
    mysqlAccepts: (optionFiles) => judges.mysqlAccepts(run, optionFiles),
    haproxyAccepts: (text, files, environment) => judges.haproxyAccepts(run, text, files, environment),
    corosyncAccepts: (text, host) => judges.corosyncAccepts(run, text, host),
  };
}

/** Whether the daemons of a suite can run on this machine, and if not, why in one line. Fetches nothing. */
export async function suiteOrReason(
  suite: Suite = 'bookworm',
): Promise<{ readonly runs: true } | { readonly runs: false; readonly reason: string }> {
  const { reasonNotToFetch } = await import('../debian-packages.mjs');
  const reason = ((await isFetched(suite)) ? undefined : reasonNotToFetch()) ?? reasonNotToIsolate();
  return reason === undefined ? { runs: true } : { runs: false, reason };
}

/** Whether the cache holds the daemons of a suite already. */
export async function isFetched(suite: Suite): Promise<boolean> {
  const { cacheFolder } = await import('../debian-packages.mjs');
  return existsSync(path.join(cacheFolder, 'debian', suite, 'root'));
}

function reasonNotToIsolate(): string | undefined {
  if (process.platform !== 'linux') return `the daemons need Linux, this is ${process.platform}`;
  const probe = spawnSync('unshare', [...privateMachine, 'sh', '-c', 'mount -t tmpfs none /mnt'], {
    encoding: 'utf8',
  });
  if (probe.status === 0) return undefined;
  const said = probe.error?.message ?? probe.stderr.trim().split('\n').at(-1);
  return `the daemons need private namespaces (root, or user namespaces for everybody): ${said}`;
}
