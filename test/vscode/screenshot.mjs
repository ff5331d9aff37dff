// Takes pictures of Quorate at work in a real VS Code, and fails when the editor does not come to show what is waited
// for: `node test/vscode/screenshot.mjs [scenario ...] [--extension folder-or-vsix] [--out folder] [--theme name]`, where a
// theme is called as in VS Code's settings, such as "Default High Contrast". The scenarios are
// the modules in test/vscode/screenshots; without a name all of them run. Pictures go to .cache/screenshots.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allScenarios, play } from './scenarios.mjs';
import { CannotRun, findBrowser, launchBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
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
    const extension = path.resolve(options.extension);
    const settings = options.theme && { 'workbench.colorTheme': options.theme };
    for (const name of positionals.length ? positionals : await allScenarios()) {
      const folder = path.join(out, name);
      const pictures = await play(name, { browser, build, extension, settings, folder });
      console.log(`${name}: ${pictures} pictures in ${path.relative(root, folder)}`);
    }
  } finally {
    await browser.close();
  }
} catch (error) {
  console.error(error instanceof CannotRun ? `screenshots not taken: ${error.message}` : error);
  process.exitCode = 1;
}
