// VS Code's web build: the same editor and extension host, in the user's own browser.
import { homedir } from 'node:os';
import { installWebBuild } from '../test/vscode/web/install.mjs';
import { startWebHost } from '../test/vscode/web/web-host.mjs';

/**
 * Starts VS Code's web build on a loopback port, prints its address, and waits until it is stopped.
 *
 * @param {import('./open-editor.mjs').EditorRequest} request
 * @returns {Promise<string | undefined>} why it could not, in one line
 */
export async function openWeb({ root, workspace, say, signal }) {
  let host;
  try {
    const build = await installWebBuild(say, signal);
    host = await startWebHost({ build, workspace, extension: root, home: homedir() });
  } catch (error) {
    return `VS Code's web build could not be started: ${error.message}`;
  }
  signal.addEventListener('abort', host.stop);
  if (!signal.aborted) {
    say(`Open this link in a browser: ${host.url}`);
    say('Press Ctrl+C to end.');
    await host.exited;
  }
  await host.stop();
  return "VS Code's server ended by itself";
}
