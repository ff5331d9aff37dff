// What activating the extension costs VS Code, as its own list of running extensions tells: the time to load the first
// bundle and to get back from `activate`. What follows in turns of its own is seen in the other figure, the time from
// opening the page to the first finding. Several starts, each with a profile of its own:
// `node test/bench/activation.mjs [extension folder ...]`, where several folders take turns, to be compared.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, launchBrowser } from '../vscode/web/browser.mjs';
import { installWebBuild } from '../vscode/web/install.mjs';
import { startWebHost } from '../vscode/web/web-host.mjs';
import { Workbench } from '../vscode/workbench.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const targetMs = 60;
const starts = 5;
const extensions = process.argv.length > 2 ? process.argv.slice(2) : [root];

try {
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  const browser = await launchBrowser(executable, build.requireFrom);
  try {
    const times = extensions.map(() => []);
    for (let start = 0; start < starts; start++) {
      for (const [index, extension] of extensions.entries()) {
        times[index].push(await measure(browser, build, path.resolve(extension)));
      }
    }
    for (const [index, extension] of extensions.entries()) {
      const activation = times[index].map((each) => each.activation).sort((a, b) => a - b);
      const finding = times[index].map((each) => each.finding).sort((a, b) => a - b);
      const median = activation[starts >> 1];
      console.log(
        `\n${extension === root ? 'activation in VS Code' : extension}: median ${median} ms, target ${targetMs} ms ` +
          `${median <= targetMs ? 'met' : 'MISSED'} (${activation.join(', ')} ms); ` +
          `first finding after opening: median ${finding[starts >> 1]} ms`,
      );
    }
  } finally {
    await browser.close();
  }
} catch (error) {
  console.log(`\nactivation in VS Code: not measured, ${error.message}`);
}

async function measure(browser, build, extension) {
  const workspace = path.join(root, 'examples', 'galera-haproxy');
  const host = await startWebHost({ build, workspace, extension });
  // High enough for a list of all extensions, which draws only what can be seen.
  const page = await browser.newPage({ viewport: { width: 1280, height: 2400 } });
  try {
    const workbench = new Workbench(page, root);
    const opened = performance.now();
    await workbench.open(host.url);
    await workbench.openFile('lb1/etc/haproxy/haproxy.cfg');
    await workbench.squiggle('error');
    const finding = Math.round(performance.now() - opened);
    await workbench.command('Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Quorate' }).first();
    const text = await row.locator('.activation-time').first().textContent();
    const time = /(\d+)ms/.exec(text ?? '')?.[1];
    if (time === undefined) throw new Error(`VS Code says of the activation only: ${text}`);
    return { activation: Number(time), finding };
  } finally {
    await page.close();
    await host.stop();
  }
}
