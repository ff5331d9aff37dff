// `npm test`: everything that must hold, in one run. `npm test -- unit` (or any other name below) runs a part.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), 'quorate-test-'));
const bin = (name) => path.join(root, 'node_modules', '.bin', name);
const mocha = (...patterns) => [
  bin('mocha'),
  '--require',
  'tsx/cjs',
  '--reporter',
  'test/count-reporter.cjs',
  '--forbid-only',
  ...patterns,
];

/** Parts in order. One without counts of its own is one check, passed when its program exits with 0. */
const parts = {
  build: [process.execPath, 'scripts/build.mjs'],
  types: [bin('tsc'), '-b'],
  lint: [bin('eslint'), '--max-warnings', '0', '.'],
  format: [bin('prettier'), '--check', '--log-level', 'warn', '.'],
  unit: mocha('test/{text,syntax,catalog,model,sources,rules,layouts,features,ops,hosts,cli,lsp,house}/**/*.test.ts'),
  daemons: mocha('test/{daemons,differential,examples,status,behaviour}/**/*.test.ts'),
  // Hosts under test mostly wait for one another, so several labs fit side by side.
  deploy: mocha('--parallel', '--jobs', '3', 'test/deploy/**/*.test.ts'),
  editor: [process.execPath, 'test/vscode/all.mjs'],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`npm test: there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const failures = [];
for (const [name, command] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name} ${'─'.repeat(70 - name.length)}`);
  const started = Date.now();
  const counts = path.join(scratch, `${name}.json`);
  const status = await run(command, counts);
  const counted = existsSync(counts)
    ? JSON.parse(readFileSync(counts, 'utf8'))
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  // A program that failed without counting a failure (a crash, no test found) is a failure all the same.
  const broken = status !== 0 && counted.failed === 0 ? 1 : 0;
  passed += counted.passed;
  failed += counted.failed + broken;
  if (status !== 0) failures.push(name);
  console.log(`── ${name}: ${status === 0 ? 'fine' : 'FAILED'} after ${Math.round((Date.now() - started) / 1000)} s`);
}
rmSync(scratch, { recursive: true, force: true });

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function run([program, ...parameters], counts) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, QUORATE_TEST_COUNTS: counts },
    });
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
