import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { rootEnvironment } from './isolated';

/** A process that holds namespaces open. */
export interface Machine {
  /** Process id, as this machine counts, of process 1 inside. */
  readonly pid: number;
  /** Kills it and everything inside. */
  stop(): Promise<void>;
}

export interface Output {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A control group that a machine lives in. */
export interface Group {
  readonly group: string;
  /** What makes it, enters it, and goes on as unshare with the words that follow. */
  readonly entering: readonly string[];
}

/**
 * Starts a program in new namespaces and waits until it prints `ready`. It should then read its standard input for
 * ever: the input ends when this process does, however that happens, and nothing is left behind.
 */
export async function startMachine(
  namespaces: readonly string[],
  argv: readonly string[],
  own?: Group,
): Promise<Machine> {
  const [program = '', ...before] = own?.entering ?? ['unshare'];
  const child = spawn(program, [...before, ...namespaces, ...argv], { stdio: 'pipe', env: rootEnvironment });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('error', reject);
    void ended.then(() => reject(new Error(`no private machine: ${said.trim()}`)));
  });
  const pid = namespaces.includes('--fork') ? onlyChild(child) : child.pid!;
  const stop = async (): Promise<void> => {
    process.kill(pid, 'SIGKILL');
    await ended;
    if (own) removeGroup(own.group);
  };
  return { pid, stop };
}

// Files of a group cannot be removed, only groups, the innermost first.
function removeGroup(group: string): void {
  for (const each of readdirSync(group, { withFileTypes: true })) {
    if (each.isDirectory()) removeGroup(path.join(group, each.name));
  }
  rmdirSync(group);
}

// With a process namespace, unshare stays as the parent of process 1.
function onlyChild(parent: ChildProcess): number {
  return Number(readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8'));
}

/** Runs a program to its end; never rejects for its exit status. */
export function runToEnd(argv: readonly string[], input?: Buffer | string): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0]!, argv.slice(1), { stdio: 'pipe', env: rootEnvironment });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        status: code ?? 128,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    // A program may end before it has read everything; its status says what that means.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** A program that runs in the foreground until its host is stopped. */
export class Daemon {
  private said = '';
  private ended: string | undefined;

  constructor(
    private readonly name: string,
    argv: readonly string[],
  ) {
    const child = spawn(argv[0]!, argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env: rootEnvironment });
    child.stdout.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    child.on('error', (error) => (this.ended = error.message));
    child.on('close', (status) => (this.ended = `it ended with status ${status}`));
  }

  /** What the program has printed so far. */
  get output(): string {
    return this.said;
  }

  /**
   * Waits until `condition` holds.
   * @throws when the program ends or the time is over first, with what it printed last
   */
  async until(what: string, seconds: number, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await condition())) {
      const reason = this.ended ?? (Date.now() > deadline ? `${seconds} s are over` : undefined);
      if (reason) throw new Error(`${this.name}: waiting for ${what}, but ${reason}\n${this.said.slice(-3000)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
