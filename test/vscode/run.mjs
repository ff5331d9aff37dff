// Runs a suite inside a real VS Code: `node test/vscode/run.mjs [--suite name] [--grep text] [--extension folder]`, where
// the folder is the project itself, or an unpacked package of it. The suite `suite` has one folder opened; `folders` has
// several, one of which lies on no disk.
//   VSCODE_EXECUTABLE=path   this VS Code
//   VSCODE_VERSION=1.91.0    this version of desktop VS Code, downloaded (`stable` takes the newest)
//   otherwise                VS Code's web build in a browser without a window
import { runTests, downloadAndUnzipVSCode } from '@vscode/test-electron';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCounts } from './counts.mjs';
import { CannotRun, findBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const { values: options } = parseArgs({
  options: {
    suite: { type: 'string', default: 'suite' },
    grep: { type: 'string' },
    extension: { type: 'string', default: root },
  },
});
const extension = path.resolve(options.extension);

// @vscode/test-electron stops VS Code on SIGINT only.
for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => process.emit('SIGINT') || process.exit(1));

const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'quorate-vscode-')));
try {
  process.exitCode = await run();
} catch (error) {
  console.error(`VS Code tests not run: ${error.message}`);
  await writeCounts(0, 0);
  // What a developer's machine lacks is no fault; a CI machine is expected to have it.
  process.exitCode = error instanceof CannotRun && process.env.CI !== 'true' ? 0 : 1;
} finally {
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function run() {
  const { main } = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  if (!existsSync(path.join(extension, main))) throw new Error(`${main} is missing: run \`npm run build\` first`);
  const vscodeExecutablePath = await chooseExecutable();
  const suite = await bundleSuite();
  const workspace = path.join(scratch, 'workspace');
  const result = path.join(scratch, 'result.json');
  await cp(path.join(here, 'workspace'), workspace, { recursive: true });
  // One other extension claims files of ours, as extensions in the field do; the other one has files on no disk.
  const extensions = path.join(scratch, 'extensions');
  await cp(path.join(here, 'other-extension'), path.join(extensions, 'test.other-haproxy-0.0.1'), { recursive: true });
  await cp(path.join(here, 'notes-extension'), path.join(extensions, 'test.notes-files-0.0.1'), { recursive: true });
  const opened = options.suite === 'folders' ? await severalFolders(workspace) : workspace;
  const ended = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: extension,
    extensionTestsPath: suite,
    extensionTestsEnv: {
      QUORATE_TEST_RESULT: result,
      ...(options.grep && { QUORATE_TEST_GREP: options.grep }),
    },
    launchArgs: [opened, `--user-data-dir=${path.join(scratch, 'user-data')}`, `--extensions-dir=${extensions}`],
  }).catch((error) => error);
  return report(result, ended);
}

/** A dead extension host makes VS Code exit with 0, so only the suite's own record proves that anything passed. */
async function report(file, ended) {
  if (!existsSync(file)) {
    const how = ended instanceof Error ? ended.message : `VS Code ended with ${ended}`;
    console.error(`failed: the suite left no result, so the extension host died or never called it (${how})`);
    return 1;
  }
  const result = JSON.parse(await readFile(file, 'utf8'));
  for (const test of result.tests) {
    console.log(`${test.error === undefined ? 'pass' : 'FAIL'}  ${test.title}`);
    if (test.error !== undefined) console.log(test.error.replace(/^/gm, '      '));
  }
  console.log(`passed ${result.passes}, failed ${result.failures}`);
  await writeCounts(result.passes, result.failures);
  return ended === 0 && result.passes > 0 && result.failures === 0 ? 0 : 1;
}

async function chooseExecutable() {
  if (process.env.VSCODE_EXECUTABLE) return process.env.VSCODE_EXECUTABLE;
  if (process.env.VSCODE_VERSION) {
    try {
      return await downloadAndUnzipVSCode({
        version: process.env.VSCODE_VERSION,
        cachePath: path.join(root, '.cache', 'vscode-desktop'),
      });
    } catch (error) {
      const reason = `VS Code ${process.env.VSCODE_VERSION} could not be downloaded: ${error.message}`;
      // A CI job that names a version must not pass by testing another one.
      if (process.env.CI === 'true') throw new CannotRun(reason);
      console.log(`${reason}; using the web build`);
    }
  }
  if (process.platform === 'win32') throw new CannotRun('on Windows set VSCODE_EXECUTABLE or VSCODE_VERSION');
  // Both are prepared here, where a download is announced once and a missing browser can still be told apart.
  await findBrowser(console.log);
  await installWebBuild(console.log);
  return path.join(here, 'web', 'code.mjs');
}

/** A workspace file with two folders of `workspace`, and one that an extension has. */
async function severalFolders(workspace) {
  const file = path.join(scratch, 'several.code-workspace');
  const folders = ['pair', 'store'].map((name) => ({ path: path.join(workspace, name) }));
  // A browser saves by itself, and a disk would hide that unsaved text is not read.
  const settings = { 'files.autoSave': 'off' };
  const content = { settings, folders: [...folders, { name: 'ledger', uri: 'notes:/ledger' }] };
  await writeFile(file, JSON.stringify(content));
  return file;
}

/** Bundles each test file on its own; Mocha and VS Code's API come from where the suite runs. */
async function bundleSuite() {
  const source = path.join(here, options.suite);
  const tests = (await readdir(source)).filter((name) => name.endsWith('.test.ts'));
  const outdir = path.join(root, 'out', 'vscode-suite');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [path.join(here, 'suite', 'index.ts'), ...tests.map((name) => path.join(source, name))].map(
      (file) => ({
        in: file,
        out: path.basename(file, '.ts'),
      }),
    ),
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}
