import { buildSync } from 'esbuild';
import { execFileSync, spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let bundle: string | undefined;

/** The command as one file, bundled once from the sources as they are, where users without rights can read it. */
export function commandFile(): string {
  if (bundle !== undefined) return bundle;
  const folder = mkdtempSync(path.join(tmpdir(), 'quorate-command-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  bundle = path.join(folder, 'cli.js');
  buildSync({
    entryPoints: [path.join(__dirname, '../../client/cli/bin.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['cpu-features', '*.node'],
    logLevel: 'error',
  });
  cpSync(path.join(__dirname, '../../client/hosts/deploy/host'), path.join(folder, 'host'), { recursive: true });
  return bundle;
}

export interface ChildOutcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a process of its own, as users do. */
export function quorateProcess(argv: readonly string[], options: SpawnSyncOptions = {}): ChildOutcome {
  const environment = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env };
  const child = spawnSync(process.execPath, [commandFile(), ...argv], {
    ...options,
    env: environment,
    encoding: 'utf8',
  });
  if (child.error) throw child.error;
  return { code: child.status, out: child.stdout, err: child.stderr };
}

/** Somebody who is not root: file modes mean nothing to root. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;

/** Runs the command as somebody with ordinary rights, in a folder that is theirs. */
export function quorateAsOwner(argv: readonly string[], folder: string): ChildOutcome {
  if (!isRoot) return quorateProcess(argv, { cwd: folder });
  execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
  return quorateProcess(argv, { cwd: folder, uid: nobody, gid: nobody });
}
