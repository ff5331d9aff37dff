// Desktop VS Code: the installed one, or one downloaded into the ignored cache.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Hands the workspace to the installed VS Code, whose own window then lives on without us.
 *
 * @param {import('./open-editor.mjs').EditorRequest} request
 * @returns {Promise<string | undefined>} why it could not, in one line
 */
export async function openInstalled({ root, workspace, say }) {
  const code = findCode();
  if (!code) return 'no `code` on PATH';
  const reason = whyNoWindow() ?? whyNoDevelopment();
  if (reason) return reason;
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, workspace];
  const { status, error } = await ended(startCode(code, args));
  if (status !== 0) return `${code} ended with ${status}${error && `: ${error}`}`;
  say(`Opened with ${code}. After a change, run \`npm start\` again or reload the window.`);
  return undefined;
}

/**
 * Downloads desktop VS Code once, opens the workspace in it with a profile of its own, and waits until it is closed.
 *
 * @param {import('./open-editor.mjs').EditorRequest} request
 * @returns {Promise<string | undefined>} why it could not, in one line
 */
export async function openDownloaded({ root, workspace, say, signal }) {
  const reason = whyNoWindow();
  if (reason) return reason;
  const cache = path.join(root, '.cache', 'vscode-desktop');
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  let executable;
  try {
    const download = downloadAndUnzipVSCode({ version: 'stable', cachePath: cache, reporter: announcer(say) });
    executable = await Promise.race([download, rejectWhenAborted(signal)]);
  } catch (error) {
    return `VS Code could not be downloaded: ${error.message}`;
  }
  const child = spawn(
    executable,
    [
      workspace,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${path.join(cache, 'user-data')}`,
      `--extensions-dir=${path.join(cache, 'extensions')}`,
      '--disable-workspace-trust',
      '--disable-updates',
      '--skip-welcome',
      '--skip-release-notes',
      // The unpacked archive lacks the setuid helper that an installed package brings for the sandbox.
      ...(process.platform === 'linux' ? ['--no-sandbox'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  signal.addEventListener('abort', () => child.kill());
  say('VS Code is starting. Close its window or press Ctrl+C to end.');
  const { status, error } = await ended(child);
  return status === 0 ? undefined : `the downloaded VS Code ended with ${status}${error && `: ${error}`}`;
}

function findCode() {
  const names = process.platform === 'win32' ? ['code.cmd'] : ['code'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const app = 'Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  const places = process.platform === 'darwin' ? [path.join('/', app), path.join(homedir(), app)] : [];
  return [...folders.flatMap((folder) => names.map((name) => path.join(folder, name))), ...places].find(existsSync);
}

function whyNoWindow() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY ? 'this machine has no display' : undefined;
}

/** In a remote terminal and in WSL `code` talks to a VS Code elsewhere and drops --extensionDevelopmentPath. */
function whyNoDevelopment() {
  const { VSCODE_IPC_HOOK_CLI, WSL_DISTRO_NAME } = process.env;
  return VSCODE_IPC_HOOK_CLI || WSL_DISTRO_NAME
    ? '`code` belongs to a VS Code on another system, which cannot load an extension from here'
    : undefined;
}

/** Windows runs a .cmd file only through a shell, which takes the quotes as they are. */
function startCode(code, args) {
  if (process.platform !== 'win32') return spawn(code, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const quoted = [code, ...args].map((word) => `"${word}"`);
  return spawn(quoted.join(' '), { shell: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Resolves to the exit status or signal of a process, and the last line that it wrote to stderr. */
function ended(child) {
  let written = '';
  child.stderr.on('data', (chunk) => (written = (written + chunk).slice(-2000)));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ status: error.code, error: error.message }));
    child.on('close', (status, signal) => {
      resolve({ status: status ?? signal, error: written.trim().split('\n').at(-1) ?? '' });
    });
  });
}

/** A download cannot be cancelled, only left alone. */
function rejectWhenAborted(signal) {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** Tells the size of the download once, before its content starts to arrive. */
function announcer(say) {
  let announced = false;
  return {
    report(progress) {
      if (progress.stage !== 'downloading' || announced) return;
      announced = true;
      say(`Downloading VS Code: ${Math.ceil(progress.totalBytes / 1e6)} MB, kept in .cache/vscode-desktop`);
    },
    error() {},
  };
}
