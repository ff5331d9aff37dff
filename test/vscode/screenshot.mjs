// Takes pictures of Quorate at work in a real VS Code, and fails when the editor does not come to show what is waited
// for: `node test/vscode/screenshot.mjs [scenario ...] [--extension folder-or-vsix] [--out folder] [--theme name]`, where a
// theme is called as in VS Code's settings, such as "Default High Contrast". The scenarios are
// the modules in test/vscode/screenshots; without a name all of them run. Pictures go to .cache/screenshots.
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { CannotRun, findBrowser, launchBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';
import { startWebHost } from './web/web-host.mjs';
import { Workbench } from './workbench.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { extension: { type: 'string', default: root }, out: { type: 'string' }, theme: { type: 'string' } },
});
const out = path.resolve(options.out ?? path.join(root, '.cache', 'screenshots'));

try {
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  const browser = await launchBrowser(executable, build.requireFrom);
  // Without its browser a scenario fails at once, and cleans up behind itself as it does after any failure.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => browser.close());
  try {
    for (const name of positionals.length ? positionals : await allScenarios()) await play(name, browser, build);
  } finally {
    await browser.close();
  }
} catch (error) {
  console.error(error instanceof CannotRun ? `screenshots not taken: ${error.message}` : error);
  process.exitCode = 1;
}

async function allScenarios() {
  const files = await readdir(path.join(here, 'screenshots'));
  return files.filter((file) => file.endsWith('.mjs')).map((file) => path.basename(file, '.mjs'));
}

/** Plays one scenario on a copy of its workspace, so that fixes never change the project's own files. */
async function play(name, browser, build) {
  const module = path.join(here, 'screenshots', `${name}.mjs`);
  const { default: scenario } = await import(pathToFileURL(module).href);
  const folder = path.join(out, name);
  const scratch = await mkdtemp(path.join(tmpdir(), 'quorate-screenshot-'));
  const workspace = path.join(scratch, path.basename(scenario.workspace));
  let host;
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await cp(path.join(root, scenario.workspace), workspace, { recursive: true });
    const extension = path.resolve(options.extension);
    const settings = { ...scenario.settings, ...(options.theme && { 'workbench.colorTheme': options.theme }) };
    host = await startWebHost({ build, workspace, extension, settings });
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
    console.log(`${name}: ${workbench.pictures.length} pictures in ${path.relative(root, folder)}`);
  } finally {
    await host?.stop();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}
