// Opens a workspace in VS Code with the extension, in whichever VS Code this machine can have.
import { openDownloaded, openInstalled } from './open-editor-desktop.mjs';
import { openWeb } from './open-editor-web.mjs';

/** In the order they are tried. */
const editors = { code: openInstalled, download: openDownloaded, web: openWeb };

/** What the environment variable QUORATE_EDITOR may say, besides `none`. */
export const editorNames = Object.keys(editors);

/**
 * @typedef {object} EditorRequest
 * @property {string} root absolute path of the project, which is also the extension's folder
 * @property {string} workspace absolute path of the folder to open
 * @property {(line: string) => void} say tells the user what happens
 * @property {AbortSignal} signal ends what was started
 */

/**
 * Opens the editor: the chosen one, else the first of an installed VS Code, a downloaded one, and the web build.
 * Resolves once an installed VS Code has taken over, or when an editor started here has ended or was stopped.
 *
 * @param {EditorRequest & { choice?: string }} request
 * @throws Error when none of them can be opened; `say` has then told why of each
 */
export async function openEditor({ choice, ...request }) {
  for (const name of choice ? [choice] : editorNames) {
    const reason = await editors[name](request);
    if (reason === undefined || request.signal.aborted) return;
    request.say(`${name}: ${reason}`);
  }
  throw new Error(
    choice
      ? `QUORATE_EDITOR=${choice} cannot be opened here; without QUORATE_EDITOR the others are tried too`
      : 'no VS Code can be opened here; install one, or let this machine reach code.visualstudio.com or npm',
  );
}
