// `npm run test:status`: provokes every fault in the lab, prints the matrix and writes docs/status-faults.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'quorate-matrix-'));
const matrix = path.join(folder, 'matrix.md');
const mocha = path.join(root, 'node_modules/.bin/mocha');
const argv = [
  '--forbid-only',
  '--require',
  'tsx/cjs',
  '--require',
  './test/status/write-matrix.ts',
  'test/status/**/*.test.ts',
];
const { status } = spawnSync(mocha, [...argv, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CI: 'true', QUORATE_STATUS_MATRIX: matrix },
});
if (status === 0) {
  const page = path.join(root, 'docs/status-faults.md');
  const text = await format(readFileSync(matrix, 'utf8'), { ...(await resolveConfig(page)), filepath: page });
  console.log(text);
  // A part of the faults, chosen with -g, is no matrix.
  if (process.argv.length === 2) writeFileSync(page, text);
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
