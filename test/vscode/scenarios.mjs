// Scenarios: what a user does in VS Code and comes to see, played in the real workbench. Each is a module in
// test/vscode/screenshots; it fails when the editor does not come to show what it waits for.
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startWebHost } from './web/web-host.mjs';
import { Workbench } from './workbench.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');

/** The names of all scenarios. */
export async function allScenarios() {
  const files = await readdir(path.join(here, 'screenshots'));
  return files.filter((file) => file.endsWith('.mjs')).map((file) => path.basename(file, '.mjs'));
}

/**
 * Plays one scenario on a copy of its workspace, so that fixes never change the project's own files.
 *
 * @param {string} name
 * @param {object} options
 * @param {import('playwright-core').Browser} options.browser
 * @param {{ node: string, server: string }} options.build as `installWebBuild` gives it
 * @param {string} options.extension absolute path of an extension's folder or of a VSIX
 * @param {string} options.folder where its pictures go; what was there before is removed
 * @param {Record<string, unknown>} [options.settings] user settings beside the scenario's own
 * @returns {Promise<number>} how many pictures were taken
 */
export async function play(name, { browser, build, extension, folder, settings }) {
  const module = path.join(here, 'screenshots', `${name}.mjs`);
  const { default: scenario } = await import(pathToFileURL(module).href);
  const scratch = await mkdtemp(path.join(tmpdir(), 'quorate-scenario-'));
  const workspace = path.join(scratch, path.basename(scenario.workspace));
  let host;
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await cp(path.join(root, scenario.workspace), workspace, { recursive: true });
    host = await startWebHost({ build, workspace, extension, settings: { ...scenario.settings, ...settings } });
    const page = await browser.newPage({ viewport: scenario.viewport ?? { width: 1280, height: 760 } });
    const workbench = new Workbench(page, folder);
    try {
      await workbench.open(host.url);
      await scenario.steps(workbench);
    } catch (error) {
      // A page that is gone cannot be pictured, and the error at hand says more.
      await workbench.screenshot('failed').catch(() => {});
      throw error;
    } finally {
      await page.close();
    }
    return workbench.pictures.length;
  } finally {
    await host?.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
