// `npm start`: builds Quorate, prints what `quorate check` finds in examples/, and opens them in VS Code.
// QUORATE_EDITOR chooses the editor: code, download, web, or none. Ctrl+C ends everything that was started.
/* global AbortController */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { editorNames, openEditor } from './open-editor.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const examples = path.join(root, 'examples');

const stopping = new AbortController();
const { signal } = stopping;
// Only once: a second Ctrl+C ends this process at once, should stopping hang.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => stopping.abort());

let status = 0;
try {
  await start();
} catch (error) {
  status = signal.aborted ? 130 : 1;
  if (!signal.aborted) console.error(`\nnpm start: ${error.message}`);
}
if (signal.aborted) console.log('\nStopped.');
process.exit(status);

async function start() {
  const choice = process.env.QUORATE_EDITOR || undefined;
  if (choice && choice !== 'none' && !editorNames.includes(choice)) {
    throw new Error(`QUORATE_EDITOR is ${choice}; it can be ${editorNames.join(', ')} or none`);
  }
  if (!existsSync(path.join(root, 'node_modules'))) throw new Error('run `npm ci` first: node_modules is missing');

  console.log('1/3  Building');
  await build();

  console.log('\n2/3  quorate check examples/  (some of the examples hold mistakes on purpose)\n');
  await check();

  if (choice === 'none') {
    console.log('\n3/3  QUORATE_EDITOR=none: no editor is opened. Leave it out to open one.');
    return;
  }
  console.log('\n3/3  Opening examples/ in VS Code with the extension');
  await openEditor({
    choice,
    root,
    workspace: examples,
    say: (line) => console.log(`     ${line}`),
    signal,
  });
}

async function build() {
  const npm = process.env.npm_execpath;
  // Under `npm start` npm says where it is; started by hand, a shell has to find npm, which is npm.cmd on Windows.
  const ended = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, 'run', '--silent', 'build'])
    : await run('npm', ['run', '--silent', 'build'], { shell: process.platform === 'win32' });
  if (ended !== 0) throw new Error('the build failed; its messages are above');
}

/** Findings are what the examples are for, so exit code 1 is a success here; 2 and 3 are not. */
async function check() {
  const { bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const ended = await run(process.execPath, [path.join(root, bin.quorate), 'check', 'examples']);
  if (ended !== 0 && ended !== 1) throw new Error(`quorate check ended with ${ended}; its messages are above`);
}

/** Runs a program in the project's folder, in this terminal, to its end. */
async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  const ended = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  signal.removeEventListener('abort', kill);
  signal.throwIfAborted();
  return ended;
}
