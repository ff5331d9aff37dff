// The extension in VS Code's extension host for the web: a worker of the browser, with the language server in a worker of
// its own, and a workspace whose files only the editor can read.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests, writeCounts } from './counts.mjs';
import { CannotRun, findBrowser, launchBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';
import { startWebHost } from './web/web-host.mjs';
import { Workbench } from './workbench.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const scratch = await mkdtemp(path.join(tmpdir(), 'quorate-web-extension-'));
const closing = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
try {
  process.exitCode = await run();
} catch (error) {
  console.error(`the web extension was not tested: ${error.message}`);
  await writeCounts(0, 0);
  process.exitCode = error instanceof CannotRun && process.env.CI !== 'true' ? 0 : 1;
} finally {
  for (const close of closing.reverse()) await close();
}

async function run() {
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  const browser = await launchBrowser(executable, build.requireFrom);
  closing.push(() => browser.close());
  const workspace = path.join(scratch, 'workspace');
  await cp(path.join(here, 'workspace'), workspace, { recursive: true });
  const host = await startWebHost({ build, workspace });
  closing.push(host.stop);
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 } });
  const asked = await offerExtension(page, host.url);
  if (process.env.QUORATE_VERBOSE) page.on('console', (message) => console.log(message.text()));
  const workbench = new Workbench(page, scratch);
  await workbench.open(host.url);
  return runTests([
    [
      'in a browser findings are shown in a file that is open',
      async () => {
        await workbench.openFile('pair/db2/etc/mysql/my.cnf');
        await workbench.squiggle('error');
      },
    ],
    [
      'in a browser findings name the other hosts, whose files are closed',
      async () => workbench.problems('server_id 1 of host db2 is also used by host db1'),
    ],
    [
      'in a browser a quick fix mends the file',
      async () => {
        await workbench.cursorOn('server_id');
        await workbench.quickFixes('Use the next free server_id');
        await workbench.choose('Use the next free server_id');
        await workbench.line('server_id = 2');
        await workbench.noSquiggle('error');
      },
    ],
    ['in a browser the Hosts view has every cluster', async () => workbench.view('Hosts', 'quorum')],
    [
      'in a browser nothing that would need a host is offered',
      async () => {
        assert.deepEqual(await workbench.commandsNamed('Quorate: Deploy...'), []);
        const offered = await workbench.commandsNamed('Quorate: ');
        assert.ok(
          offered.some((title) => title.includes('Compare with Other Hosts')),
          offered.join('\n'),
        );
        for (const title of offered)
          assert.doesNotMatch(title, /Status|Topology|Password|Deploy|in Order|Key|Drift|Import/);
        assert.deepEqual(await workbench.headings(), ['Hosts']);
      },
    ],
    [
      'in a browser the extension runs in the browser itself, from its own entry',
      async () => {
        for (const name of ['dist/extension-browser.js', 'dist/core.js', 'dist/server-browser.js'])
          assert.ok(asked.has(name), [...asked].join(' '));
        assert.ok(!asked.has('dist/extension.js'));
      },
    ],
  ]);
}

/**
 * Lets the page find the extension at its own address, among those that come with it, as an embedder of VS Code offers
 * extensions. There it runs in the browser, though the workbench has a server.
 *
 * @returns {Promise<Set<string>>} the files that were asked for so far
 */
async function offerExtension(page, address) {
  const asked = new Set();
  const { origin, host } = new URL(address);
  await page.context().route(`${origin}/offered-extension/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice('/offered-extension/'.length);
    asked.add(name);
    const file = path.join(root, path.posix.normalize(decodeURIComponent(name)));
    if (!existsSync(file) || !path.extname(file)) return route.fulfill({ status: 404 });
    await route.fulfill({ path: file });
  });
  const offered = { scheme: 'http', authority: host, path: '/offered-extension' };
  await page.addInitScript((extension) => {
    /* global Element */
    const original = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = original.call(this, name);
      if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings') return value;
      return JSON.stringify({ ...JSON.parse(value), additionalBuiltinExtensions: [extension] });
    };
  }, offered);
  return asked;
}
