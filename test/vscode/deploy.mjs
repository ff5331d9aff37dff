// A deploy as its operator sees it: VS Code's palette, questions, diff, tree and report over three real hosts with sshd,
// MariaDB and HAProxy. `node test/vscode/deploy.mjs [--out folder]`; pictures go to .cache/screenshots/deploy.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTests, writeCounts } from './counts.mjs';
import { startEditorIn } from './lab-editor.mjs';
import { CannotRun, findBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';
import { Workbench } from './workbench.mjs';

const require = createRequire(import.meta.url);
require('tsx/cjs');
const { daemons } = require('../daemons/index.ts');
const { reasonNotToMakeHosts } = require('../daemons/lab.ts');
const { serverFile, shopHosts, startShop } = require('../deploy/shop.ts');

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: options } = parseArgs({ options: { out: { type: 'string' } } });
const out = path.resolve(options.out ?? path.join(root, '.cache', 'screenshots', 'deploy'));
const optionFile = '/etc/mysql/conf.d/a.cnf';

const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'quorate-deploy-')));
const closing = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
try {
  process.exitCode = await run();
} catch (error) {
  const isHere = error instanceof CannotRun && process.env.CI !== 'true';
  console.error(isHere ? `deploy in VS Code: not run: ${error.message}` : error);
  await writeCounts(0, isHere ? 0 : 1);
  process.exitCode = isHere ? 0 : 1;
} finally {
  for (const close of closing.reverse()) await close();
}

async function run() {
  const reason = reasonNotToMakeHosts();
  if (reason) throw new CannotRun(reason);
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  const shop = await startShop((await daemons('bookworm-hosts')).root);
  // Whoever works here is asked about each host once.
  shop.keys.configure('Host *\n  User root\n');
  closing.push(() => shop.stop());
  const userData = path.join(scratch, 'user-data');
  const editor = await startEditorIn(
    shop.lab,
    { build, executable },
    {
      workspace: shop.repository,
      extension: root,
      home: shop.keys.home,
      userData,
      // A browser's VS Code saves by itself after a second, unlike that of a desktop.
      settings: { 'files.autoSave': 'off' },
    },
  );
  closing.push(editor.stop);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const code = new Workbench(await editor.browser.newPage({ viewport: { width: 1280, height: 800 } }), out);
  // Servers, editor and browser share this machine with the other tests.
  code.page.setDefaultTimeout(60_000);
  await code.open(editor.url);
  try {
    return await runTests(inARow(code, tests(code, shop, userData)));
  } finally {
    console.log(`${code.pictures.length} pictures in ${out}`);
  }
}

function tests(code, shop, userData) {
  const ask = (host, sql) => shop.on(host, `mariadb -N -B -e "${sql}"`);
  const connections = (host) => ask(host, 'SELECT @@max_connections');
  const fileOf = (host) => shop.on(host, `cat ${optionFile}`);
  const at = (name) => path.join(shop.repository, name);
  return [
    [
      'a deploy in VS Code asks about host keys once, and marks the lines in which a host has something else',
      async () => {
        await shop.on('db2', `sed -i 's/= 100/= 99/' ${optionFile}`);
        await code.openFile('db1/a.cnf');
        // The palette lists the commands once the extension runs.
        await code.beside('cluster shop');
        await code.command('Quorate: Show Drift from Hosts');
        const asked = new Set();
        while (asked.size < shopHosts.length) {
          const question = await code.question(/shows a new host key.*SHA256:/s);
          const host = shopHosts.find((name) => question.includes(`${name} shows`));
          assert.ok(host !== undefined && !asked.has(host), question);
          if (asked.size === 0) await code.screenshot('host-key');
          await code.answer(`${host} shows a new host key`, 'Trust This Key');
          asked.add(host);
        }
        await code.page.waitForSelector('.markers-panel .monaco-list-row:has-text("max_connections = 99")');
        await code.screenshot('drift');
      },
    ],
    [
      'a deploy in VS Code names what is not saved, shows the difference and the plan, and does nothing before a yes',
      async () => {
        await code.openFile('db1/a.cnf');
        await code.replaceLine(4, 'max_connections = 150');
        await code.command('Quorate: Deploy...');
        assert.match(await code.question('There are unsaved files'), /db1\/a\.cnf/);
        await code.answer('There are unsaved files', 'Save All');
        const plan = await code.question('Carry out plan');
        assert.match(
          plan,
          /db1: database, SET GLOBAL; interruption: none.*max_connections takes effect now.*db2: database/s,
        );
        await code.screenshot('plan');
        assert.equal(await connections('db1'), '100');
        await code.answer('Carry out plan', 'Cancel');
        assert.equal(await connections('db1'), '100');
        assert.equal(await fileOf('db1'), serverFile(1).trim());
        await code.page.waitForSelector('.tab:has-text("Deploy: hosts and repository")');
        await code.screenshot('difference');
      },
    ],
    [
      'a deploy in VS Code shows hosts and steps while it runs, and keeps report and journal',
      async () => {
        await code.command('Quorate: Deploy...');
        await code.answer('Carry out plan', 'Deploy');
        await code.page.waitForSelector('.notification-toast:has-text("Done. The report says what changed where.")');
        await code.command('Focus on Deploy View');
        for (const host of ['db1', 'db2'])
          await code.page.waitForSelector(`.pane-body .monaco-list-row:has-text("${host}"):has-text("confirmed")`);
        await code.page.click('.pane-body .monaco-list-row:has-text("db2"):has-text("confirmed")');
        await code.page.waitForSelector('.pane-body .monaco-list-row:has-text("validate")');
        await code.screenshot('done');
        assert.equal(await code.page.locator('.markers-panel .monaco-list-row:has-text("has instead")').count(), 0);
        assert.equal(await connections('db1'), '150');
        assert.match(await fileOf('db1'), /max_connections = 150/);
        assert.match(await fileOf('db2'), /max_connections = 100/);
        const report = await code.webview();
        await report.locator('table tr', { hasText: /db1.*deployed/s }).waitFor();
        const kept = (await readdir(userData, { recursive: true })).filter((name) => name.includes('deploys/'));
        const journal = kept.find((name) => name.endsWith('.jsonl'));
        assert.ok(journal, kept.join(' '));
        const events = (await readFile(path.join(userData, journal), 'utf8')).trim().split('\n').map(JSON.parse);
        assert.ok(events.some((event) => event.kind === 'unit-ends'));
      },
    ],
    [
      'a deploy in VS Code stops at errors, and at a host whose daemon refuses the file, with its words',
      async () => {
        await clearNotifications(code);
        const refused = serverFile(2, 'max_conections = 3\n');
        await writeFile(at('db2/a.cnf'), refused);
        await code.openFile('db2/a.cnf');
        await code.squiggle('error');
        await code.command('Quorate: Deploy...');
        assert.match(await code.question('Nothing was changed. It stops here'), /max_conections/);
        await code.screenshot('errors');
        await code.answer('Nothing was changed. It stops here', 'Deploy with These Errors');
        await code.answer('Carry out plan', 'Deploy');
        await code.notification("unknown variable 'max_conections=3'");
        await code.command('Focus on Deploy View');
        await code.screenshot('refused');
        assert.equal(await fileOf('db2'), serverFile(2).trim());
        assert.equal(await shop.on('db2', 'echo $(ls /var/lib/quorate)'), 'backups deployed log');
      },
    ],
    [
      'a deploy in VS Code that is cancelled takes back what was on trial',
      async () => {
        await clearNotifications(code);
        // A server that takes a while to answer leaves time to change one's mind.
        await shop.on('db2', `sed -i 's/^start() {$/&\\n  sleep 4/' /etc/init.d/mariadb`);
        await writeFile(at('db2/a.cnf'), serverFile(2, 'performance_schema = ON\n'));
        await code.noSquiggle('error');
        await code.command('Quorate: Deploy...');
        await code.answer('Carry out plan', 'Deploy');
        const running = code.page.locator('.notification-toast', { hasText: 'db2: activate' });
        await running.waitFor();
        await running.locator('.monaco-button', { hasText: 'Cancel' }).click();
        await code.notification('db2: taken back, the old files are in place; the deploy was cancelled');
        await code.screenshot('cancelled');
        assert.equal(await fileOf('db2'), serverFile(2).trim());
        assert.equal(await ask('db2', 'SELECT @@performance_schema'), '0');
        assert.equal(await shop.on('db2', 'echo $(ls /var/lib/quorate)'), 'backups deployed log');
      },
    ],
    [
      'the other commands for hosts in VS Code roll the last deploy back',
      async () => {
        await clearNotifications(code);
        await code.command('Quorate: Roll Back Last Deploy...');
        const plan = await code.question('Carry out plan');
        assert.match(plan, /db1: database/);
        await code.answer('Carry out plan', 'Deploy');
        await code.notification('Done. The report says what changed where.');
        assert.equal(await connections('db1'), '100');
      },
    ],
    [
      'the other commands for hosts in VS Code restart servers in order',
      async () => {
        await clearNotifications(code);
        await ask('db1', "CREATE USER repl@'%' IDENTIFIED BY 'r'; GRANT REPLICATION SLAVE ON *.* TO repl@'%'");
        await ask(
          'db2',
          "CHANGE MASTER TO MASTER_HOST = '10.9.0.1', MASTER_USER = 'repl', MASTER_PASSWORD = 'r'; START SLAVE",
        );
        await shop.until('a replica', 20, async () => (await ask('db1', 'SHOW SLAVE HOSTS')) !== '');
        const before = await shop.on('db1', 'pgrep -x mariadbd');
        await code.command('Quorate: Restart Servers in Order...');
        const plan = await code.question('Carry out plan');
        assert.match(plan, /db2: database, restart.*db1: database, restart.*lb1: haproxy, reload/s);
        await code.answer('Carry out plan', 'Deploy');
        await code.answer('db1 takes writes today', 'Restart db1');
        await code.notification('Done. The report says what changed where.');
        assert.notEqual(await shop.on('db1', 'pgrep -x mariadbd'), before);
      },
    ],
    [
      'the other commands for hosts in VS Code make no key where nobody has a corosync.conf',
      async () => {
        await clearNotifications(code);
        await code.command('Quorate: Generate and Distribute a Corosync Key...');
        await code.notification('None of these hosts has a corosync.conf here.');
      },
    ],
    [
      'the other commands for hosts in VS Code fetch the files of a running host',
      async () => {
        await clearNotifications(code);
        await shop.on('lb1', 'printf "\\n# kept by hand\\n" >>/etc/haproxy/haproxy.cfg');
        await code.command('Quorate: Import from Hosts...');
        await code.fill('Import from Which Hosts?', 'proxy=root@10.9.0.3');
        await code.fill('What Is Their Cluster Called?', 'imported');
        await code.notification('1 file written. Secrets were left on the hosts.');
        assert.match(await readFile(at('proxy/etc/haproxy/haproxy.cfg'), 'utf8'), /# kept by hand/);
        assert.match(await readFile(at('quorate.json'), 'utf8'), /"imported"/);
      },
    ],
  ];
}

/** Every test goes on where the one before it ended. A failure leaves a picture of what there was instead. */
function inARow(code, tests) {
  let failed;
  return tests.map(([title, test]) => {
    const run = async () => {
      if (failed) throw new Error(`not reached, because this failed: ${failed}`);
      failed = title;
      try {
        await test();
        failed = undefined;
      } catch (error) {
        await code.screenshot('failed');
        throw error;
      }
    };
    return [title, run];
  });
}

/** A notification of an earlier test must not be taken for one of the next. */
async function clearNotifications(code) {
  await code.command('Notifications: Clear All Notifications');
}
