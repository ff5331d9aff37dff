import { spawn } from 'node:child_process';
import type { Lab } from '../daemons/lab';
import type { OperatorKeys } from '../daemons/sshd';

/** Seconds after which a host under test takes back what nobody confirmed. */
export const confirmWithin = 4;

/** What a driver printed at its end. */
export interface Told {
  readonly stops: readonly { readonly message: string }[];
  readonly results: readonly {
    readonly outcome: 'confirmed' | 'restored' | 'unsure' | 'skipped';
    readonly reason?: string;
    readonly leftToSwitch: readonly string[];
  }[];
}

/** A deploy in a process of its own that waits before a step. */
export interface Deploy {
  /** Lets it go on. */
  release(): void;
  kill(): void;
  /** What it came to, once it has ended; undefined when it was killed. */
  told(): Promise<Told | undefined>;
}

/**
 * Starts a deploy of a repository, by the bundled `driver.ts`, and waits until it has come to the step.
 * @throws when it ends before, with what it said
 */
export async function startDeploy(
  lab: Lab,
  keys: OperatorKeys,
  driver: string,
  repository: string,
  step: string,
  gateSeconds = 4,
): Promise<Deploy> {
  const argv = lab.onNetwork([process.execPath, driver, repository, step, `${confirmWithin}`, `${gateSeconds}`]);
  const child = spawn(argv[0] as string, argv.slice(1), {
    env: { PATH: process.env['PATH'], HOME: keys.home },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  let out = '';
  let err = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.startsWith('waiting\n')) resolve();
    });
  });
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  await Promise.race([waiting, ended]);
  if (!out.startsWith('waiting')) throw new Error(`the deploy did not come to ${step}: ${out}${err}`);
  return {
    release: () => void child.stdin.write('go\n'),
    kill: () => void child.kill('SIGKILL'),
    told: async () => {
      await ended;
      const last = out.trim().split('\n').at(-1) ?? '';
      return last.startsWith('{') ? (JSON.parse(last) as Told) : undefined;
    },
  };
}
