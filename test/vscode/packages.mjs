// Builds what people install, installs it, and uses it: the VSIX in a real VS Code, and the command line from its
// tarball in a folder where nothing else is.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests, writeCounts } from './counts.mjs';
import { allScenarios, play } from './scenarios.mjs';
import { CannotRun, findBrowser, launchBrowser } from './web/browser.mjs';
import { installWebBuild } from './web/install.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '..', '..');
const packages = path.join(root, 'out', 'package');

/** What people download; the pages of rules and the two libraries that talk to hosts are most of it. */
const largestVsix = 1_200_000;

const scratch = mkdtempSync(path.join(tmpdir(), 'quorate-packages-'));
const scenarioNames = await allScenarios();
let browser;
try {
  const executable = await findBrowser(console.log);
  const build = await installWebBuild(console.log);
  check(process.execPath, ['scripts/package.mjs'], root);
  const [vsix, tarball] = ['.vsix', '.tgz'].map(fileEnding);
  browser = await launchBrowser(executable, build.requireFrom);
  process.exitCode = await runTests([...commandTests(tarball), ...extensionTests(vsix, build)]);
} catch (error) {
  console.error(`packages not tested: ${error.message}`);
  await writeCounts(0, 0);
  process.exitCode = error instanceof CannotRun && process.env.CI !== 'true' ? 0 : 1;
} finally {
  await browser?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

function extensionTests(vsix, build) {
  return [
    [
      `the VSIX has at most ${largestVsix / 1e6} MB`,
      async () => assert.ok(statSync(vsix).size <= largestVsix, `${statSync(vsix).size} bytes`),
    ],
    ...scenarioNames.map((name) => [
      `the VSIX, installed into VS Code, shows the scenario ${name}`,
      async () =>
        assert.ok((await play(name, { browser, build, extension: vsix, folder: path.join(scratch, name) })) > 0),
    ]),
  ];
}

function commandTests(tarball) {
  const prefix = path.join(scratch, 'command');
  const command = path.join(prefix, 'node_modules', '.bin', process.platform === 'win32' ? 'quorate.cmd' : 'quorate');
  const repository = path.join(scratch, 'repository');
  const quorate = (...args) => spawnSync(command, args, { cwd: repository, encoding: 'utf8' });
  return [
    [
      'the command line installs from its tarball, and brings no other package along',
      async () => {
        cpSync(path.join(here, 'workspace'), repository, { recursive: true });
        npm(['install', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', tarball]);
        const installed = readdirSync(path.join(prefix, 'node_modules')).filter((name) => !name.startsWith('.'));
        assert.deepEqual(installed, ['quorate']);
      },
    ],
    [
      'the installed command checks, compares and explains',
      async () => {
        const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
        assert.equal(quorate('--version').stdout, `${version}\n`);
        const { status, stdout } = quorate('check', '--format', 'json');
        assert.equal(status, 1);
        const rules = JSON.parse(stdout).findings.map(({ rule }) => rule);
        assert.ok(rules.includes('replication/server-id-duplicated'), rules.join());
        assert.match(quorate('compare', 'pair').stdout, /server_id/);
        assert.match(quorate('explain', 'galera/empty-gcomm').stdout, /^# /);
      },
    ],
    ['the installed command serves an editor', () => initialize(command, repository)],
  ];
}

/** Says hello over the language server protocol and waits for the answer. */
async function initialize(command, folder) {
  const child = spawn(command, ['lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const params = { processId: null, rootUri: null, capabilities: {} };
    const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    child.stdin.write(`Content-Length: ${text.length}\r\n\r\n${text}`);
    let answer = '';
    for await (const chunk of child.stdout) {
      answer += chunk;
      if (answer.includes('"serverInfo"')) break;
    }
    assert.match(answer, /"serverInfo":\{"name":"quorate"/);
  } finally {
    child.kill();
  }
}

function fileEnding(ending) {
  const name = readdirSync(packages).find((each) => each.endsWith(ending));
  if (name === undefined) throw new Error(`scripts/package.mjs made no ${ending}`);
  return path.join(packages, name);
}

function npm(args) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) check(process.execPath, [script, ...args], scratch);
  else check('npm', args, scratch, process.platform === 'win32');
}

function check(program, args, cwd, shell = false) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, shell, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}\n${stdout}${stderr}`);
}
