// Everything that is tested with real editors, part by part: `node test/vscode/all.mjs [part ...]`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCounts } from './counts.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const parts = {
  suite: ['run.mjs'],
  folders: ['run.mjs', '--suite', 'folders'],
  live: ['live.mjs'],
  deploy: ['deploy.mjs'],
  web: ['web-extension.mjs'],
  colours: ['colours.mjs'],
  packages: ['packages.mjs'],
  neovim: ['../editors/neovim.mjs'],
  helix: ['../editors/helix.mjs'],
  emacs: ['../editors/emacs.mjs'],
};

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(path.join(tmpdir(), 'quorate-editor-'));
let [passed, failed] = [0, 0];
for (const [name, [program, ...options]] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const counts = path.join(scratch, `${name}.json`);
  const env = { ...process.env, QUORATE_TEST_COUNTS: counts };
  const { status } = spawnSync(process.execPath, [path.join(here, program), ...options], { env, stdio: 'inherit' });
  const counted = existsSync(counts) ? JSON.parse(readFileSync(counts, 'utf8')) : { passed: 0, failed: 0 };
  passed += counted.passed;
  // A program that fails without counting a failure has failed all the same.
  failed += status === 0 ? counted.failed : Math.max(1, counted.failed);
}
rmSync(scratch, { recursive: true });
await writeCounts(passed, failed);
process.exitCode = failed === 0 ? 0 : 1;
