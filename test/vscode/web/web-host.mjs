// VS Code's server and web workbench on a loopback port, with one extension and one workspace.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Settings that keep a fresh profile quiet; those of the caller come on top. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * @typedef {object} WebHostOptions
 * @property {{ node: string, server: string }} build as `installWebBuild` gives it
 * @property {string} [workspace] absolute path of a folder or of a `.code-workspace` file
 * @property {string} [extension] absolute path of an extension's folder, or of a `.vsix`, to install for users
 * @property {string[]} [developmentExtensions] folders to load as extensions under development; they and `tests`
 *   switch VS Code's test driver on, which suppresses notifications
 * @property {string} [tests] absolute path of a module whose `run()` the extension host calls
 * @property {boolean} [disableExtensions] leaves out installed extensions
 * @property {string} [home] home folder that the extension host sees; a temporary one when left out
 * @property {string} [userData] folder for the profile; a temporary one when left out
 * @property {string} [extensionsFolder] folder of installed extensions; a temporary one when left out
 * @property {Record<string, unknown>} [settings] user settings
 * @property {Record<string, string>} [env] for the server and the extension host, on top of this process' own
 */

/**
 * Starts the server and waits until it listens.
 *
 * @param {WebHostOptions} options
 * @returns {Promise<{ url: string, log: () => Promise<string>, exited: Promise<number | null>, stop: () => Promise<void> }>}
 *   the address of the workbench, what the server wrote, a promise of its end, and a function that ends the server with
 *   all its children and removes the temporary folders
 * @throws Error with the server's output when it ends before it listens
 */
export async function startWebHost(options) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'quorate-web-'));
  const folders = {
    home: options.home ?? path.join(scratch, 'home'),
    runtime: path.join(scratch, 'runtime'),
    server: path.join(scratch, 'server'),
    userData: options.userData ?? path.join(scratch, 'user-data'),
    extensions: options.extensionsFolder ?? path.join(scratch, 'extensions'),
  };
  const logFile = path.join(scratch, 'server.log');
  const log = () => readFile(logFile, 'utf8');
  let server;
  let stopped;
  const stop = () => (stopped ??= endAndRemove(server, scratch));
  try {
    for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
    // Other users of this machine reach the port as well, and VS Code has a terminal: only the link lets anybody in.
    const token = randomBytes(16).toString('hex');
    const tokenFile = path.join(scratch, 'token');
    await writeFile(tokenFile, token, { mode: 0o600 });
    await writeSettings(folders.userData, options.settings);
    const env = {
      ...process.env,
      ...options.env,
      HOME: folders.home,
      XDG_RUNTIME_DIR: folders.runtime,
      EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: '' }),
    };
    if (options.extension) await installExtension(options.extension, options.build, folders, env);
    const testing = options.tests || options.developmentExtensions?.length;
    server = spawn(options.build.node, serverArguments(options.build, folders, tokenFile, testing), {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that stopping it reaches the extension hosts too.
      detached: process.platform !== 'win32',
    });
    const authority = await listening(server, createWriteStream(logFile)).catch(async (error) => {
      throw new Error(`${error.message}\n${await log()}`);
    });
    const exited = new Promise((resolve) => server.once('exit', resolve));
    return { url: workbenchUrl(authority, token, options), log, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The web workbench keeps user settings with the server, in the folder that --user-data-dir names. */
async function writeSettings(userData, settings) {
  for (const [folder, content] of [
    ['Machine', quietSettings],
    ['User', settings ?? {}],
  ]) {
    await mkdir(path.join(userData, folder), { recursive: true });
    await writeFile(path.join(userData, folder, 'settings.json'), JSON.stringify(content, null, 2));
  }
}

async function installExtension(extension, build, folders, env) {
  if (extension.endsWith('.vsix')) {
    const args = [build.server, '--accept-server-license-terms', '--server-data-dir', folders.server];
    args.push('--extensions-dir', folders.extensions, '--install-extension', extension);
    const child = spawn(build.node, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    if (status !== 0) throw new Error(`installing ${extension} ended with ${status}`);
    return;
  }
  const manifest = JSON.parse(await readFile(path.join(extension, 'package.json'), 'utf8'));
  const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
  await symlink(extension, path.join(folders.extensions, name), 'junction');
}

function serverArguments(build, folders, tokenFile, testing) {
  return [
    build.server,
    '--host=127.0.0.1',
    '--port=0',
    `--connection-token-file=${tokenFile}`,
    '--accept-server-license-terms',
    `--server-data-dir=${folders.server}`,
    `--user-data-dir=${folders.userData}`,
    `--extensions-dir=${folders.extensions}`,
    '--disable-telemetry',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    ...(testing ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** Resolves to host:port once the server says so. */
function listening(server, log) {
  return new Promise((resolve, reject) => {
    let printed = '';
    server.stderr.pipe(log, { end: false });
    server.stdout.pipe(log, { end: false });
    server.stdout.on('data', (chunk) => {
      printed += chunk;
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port) resolve(`127.0.0.1:${port}`);
    });
    server.once('error', reject);
    server.once('close', (status) => reject(new Error(`VS Code's server ended with ${status} before it listened`)));
  });
}

/** What desktop VS Code takes as options, its web workbench takes from the `payload` of its address. */
function workbenchUrl(authority, token, options) {
  const remote = (file) => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  const payload = [];
  for (const folder of options.developmentExtensions ?? []) payload.push(['extensionDevelopmentPath', remote(folder)]);
  if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)]);
  if (options.disableExtensions) payload.push(['disableExtensions', 'true']);
  const url = new URL(`http://${authority}/`);
  if (!options.workspace) url.searchParams.set('ew', 'true');
  else {
    const kind = options.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
    url.searchParams.set(kind, decodeURIComponent(pathToFileURL(options.workspace).pathname));
  }
  url.searchParams.set('tkn', token);
  if (payload.length) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

async function endAndRemove(server, scratch) {
  if (server) await end(server);
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function end(server) {
  if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  const patience = setTimeout(() => signal(server, 'SIGKILL'), 3000);
  signal(server, 'SIGTERM');
  await gone;
  clearTimeout(patience);
}

function signal(server, name) {
  if (process.platform === 'win32') server.kill(name);
  else process.kill(-server.pid, name);
}
