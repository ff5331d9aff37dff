// What VS Code shows of a cluster that really runs: three MariaDB servers on hosts of a lab, and a real VS Code in a
// browser in their network. `node test/vscode/live.mjs [--out folder]`; pictures go to .cache/screenshots/live.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCounts } from './counts.mjs';
import { startEditorIn } from './lab-editor.mjs';
import { CannotRun, findBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';
import { Workbench } from './workbench.mjs';

const require = createRequire(import.meta.url);
require('tsx/cjs');
const { daemons } = require('../daemons/index.ts');
const { reasonNotToMakeHosts } = require('../daemons/lab.ts');
const { monitor } = require('../status/desk.ts');
const { MariadbStar } = require('../status/mariadb-star.ts');

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({ options: { out: { type: 'string' } } });
const out = path.resolve(options.out ?? path.join(root, '.cache', 'screenshots', 'live'));

/** What a picture must be legible in, by the ending of its name: what a system tells its programs to look like. */
const looks = {
  light: { media: { colorScheme: 'light', forcedColors: 'none' }, shown: 'vs' },
  contrast: { media: { colorScheme: 'dark', forcedColors: 'active' }, shown: 'hc-black' },
  dark: { media: { colorScheme: 'dark', forcedColors: 'none' }, shown: 'vs-dark' },
};

const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'quorate-live-')));
let star;
let editor;
try {
  const reason = reasonNotToMakeHosts();
  if (reason) throw new CannotRun(reason);
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  star = await MariadbStar.start((await daemons('bookworm')).root);
  const workspace = path.join(scratch, 'shop');
  for (const [name, text] of Object.entries(MariadbStar.files)) await write(path.join(workspace, name), text);
  // Whom to log in as belongs to the machine, or to the workspace, and not to the person.
  await write(
    path.join(workspace, '.vscode', 'settings.json'),
    JSON.stringify({ 'quorate.status.user': monitor.user }),
  );
  editor = await startEditorIn(
    star.lab,
    { build, executable },
    {
      workspace,
      extension: root,
      settings: { 'window.autoDetectColorScheme': true, 'window.autoDetectHighContrast': true },
    },
  );
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const page = await editor.browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  const code = new Workbench(page, out);
  // Servers, editor and browser share this machine with the other tests.
  page.setDefaultTimeout(60_000);
  try {
    await code.open(editor.url);
    await steps(code);
  } catch (error) {
    await code.screenshot('failed').catch(() => {});
    throw error;
  }
  console.log(`live: what VS Code shows of a running cluster is right; ${code.pictures.length} pictures in ${out}`);
  await writeCounts(1, 0);
} catch (error) {
  const isHere = error instanceof CannotRun && process.env.CI !== 'true';
  console.error(isHere ? `live: not run: ${error.message}` : error);
  await writeCounts(0, isHere ? 0 : 1);
  process.exitCode = isHere ? 0 : 1;
} finally {
  await editor?.stop();
  await star?.stop();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}

async function steps(code) {
  await code.openFile('db2/my.cnf');
  // The palette lists the commands once the extension runs.
  await code.squiggle('warning');
  // The account has a password, and the only place to have it from is the editor's secret storage.
  await code.command('Quorate: Show Replication Status');
  await code.page.waitForSelector('.pane-body .monaco-list-row:has-text("Access denied")');
  await code.command('Quorate: Store Password of the Monitoring Account');
  await code.page.waitForSelector('.quick-input-widget input[type="password"]');
  await code.page.keyboard.type(monitor.password);
  await code.page.keyboard.press('Enter');
  await code.page.waitForSelector(
    '.pane-body .monaco-list-row:has-text("db1"):has-text("healthy"):has-text("MariaDB 10.11")',
  );
  await code.page.waitForSelector('.statusbar-item:has-text("Clusters healthy")');
  await code.screenshot('healthy');
  await code.command('Notifications: Clear All Notifications');

  await code.command('Quorate: Show Cluster Topology');
  await pictureHas(code, /db2 replicates from db1/);
  await inEveryLook(code, 'topology');

  // A watch tells of a change by itself: in a notification, in the picture and in the status bar.
  await code.command('Notifications: Clear All Notifications');
  // The palette puts "Stop Watching Status" before it.
  await code.page.keyboard.press('F1');
  await code.page.waitForSelector('.quick-input-widget input');
  await code.page.keyboard.type('Quorate: Watch Status');
  await code.page.locator('.quick-input-list .monaco-list-row[aria-label^="Quorate: Watch Status"]').click();
  await star.sql('db2', 'SET GLOBAL read_only = OFF');
  await notified(code, 'db2 is a replica and takes writes from clients');
  await pictureHas(code, /db2, replica, MariaDB [\d.]+, takes writes: degraded/);
  await code.page.waitForSelector('.statusbar-item:has-text("Clusters degraded (watching)")');
  await code.screenshot('notification');
}

async function write(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Takes a picture in each look, the usual one last. */
async function inEveryLook(code, name) {
  for (const [ending, { media, shown }] of Object.entries(looks)) {
    await code.page.emulateMedia(media);
    await code.page.waitForSelector(`.monaco-workbench.${shown}`);
    await code.screenshot(`${name}-${ending}`);
  }
}

async function pictureHas(code, pattern) {
  const picture = await code.webview();
  await picture.locator('body').filter({ hasText: pattern }).waitFor({ timeout: 90_000 });
}

/** Waits for a notification of a watch, which looks every ten seconds. */
async function notified(code, text) {
  await code.page.waitForSelector(`.notification-toast:has-text("${text}")`, { timeout: 90_000 });
}
