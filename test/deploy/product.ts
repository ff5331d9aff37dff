import { build, type BuildOptions } from 'esbuild';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Lab } from '../daemons/lab';
import type { OperatorKeys } from '../daemons/sshd';

/** What a run of the command came to. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: Promise<string> | undefined;

/** The command and what it loads, bundled once from the sources as they are. */
export function product(): Promise<string> {
  return (folder ??= bundle());
}

async function bundle(): Promise<string> {
  const made = mkdtempSync(path.join(tmpdir(), 'quorate-product-'));
  process.on('exit', () => rmSync(made, { recursive: true, force: true }));
  const root = path.join(__dirname, '../..');
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    external: ['cpu-features', '*.node'],
  } satisfies BuildOptions;
  await Promise.all([
    build({
      ...common,
      entryPoints: [path.join(root, 'client/cli/bin.ts')],
      outfile: path.join(made, 'cli.js'),
      plugins: [
        {
          name: 'hosts-apart',
          setup: (builder) =>
            builder.onResolve({ filter: /\/hosts\/main(\.js)?$/ }, () => ({ path: './hosts.js', external: true })),
        },
      ],
    }),
    build({ ...common, entryPoints: [path.join(__dirname, 'driver.ts')], outfile: path.join(made, 'driver.js') }),
    build({
      ...common,
      entryPoints: [path.join(root, 'client/hosts/main.ts')],
      outfile: path.join(made, 'hosts.js'),
    }),
  ]);
  cpSync(path.join(root, 'client/hosts/deploy/host'), path.join(made, 'host'), { recursive: true });
  return made;
}

/** A run of the command on the lab's network, as the person with these keys. */
export interface Run {
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;
  /** What it has said so far on standard error. */
  said(): string;
}

export async function startQuorate(
  lab: Lab,
  keys: OperatorKeys,
  repository: string,
  argv: readonly string[],
): Promise<Run> {
  const command = lab.onNetwork([process.execPath, path.join(await product(), 'cli.js'), ...argv]);
  const child = spawn(command[0] as string, command.slice(1), {
    cwd: repository,
    env: { PATH: process.env['PATH'], HOME: keys.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 137, out, err }));
  });
  return { process: child, outcome, said: () => err };
}

/** Runs the command to its end. */
export async function quorate(lab: Lab, keys: OperatorKeys, repository: string, ...argv: string[]): Promise<Outcome> {
  return (await startQuorate(lab, keys, repository, argv)).outcome;
}
