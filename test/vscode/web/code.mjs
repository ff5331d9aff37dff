#!/usr/bin/env node
// Takes the place of desktop VS Code's executable for @vscode/test-electron: understands the options it passes, runs
// the tests in VS Code's server and web workbench in a browser without a window, and exits with their result.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { format, parseArgs } from 'node:util';
import { findBrowser, launchBrowser } from './browser.mjs';
import { installWebBuild } from './install.mjs';
import { startWebHost } from './web-host.mjs';

/** A test run that says nothing for this long hangs: an extension host that never answers, not a slow machine. */
const patienceMs = 10 * 60 * 1000;

const options = readOptions(process.argv.slice(2));
const output = [];
const opened = [];
let closing;

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => close().finally(() => process.exit(status)));
}

let status = 1;
try {
  status = await runTests();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
if (status !== 0 || process.env.QUORATE_VERBOSE) console.log(output.join('\n'));
await close();
process.exit(status);

async function runTests() {
  if (!options.tests) throw new Error('--extensionTestsPath is missing: this executable only runs tests');
  const build = await installWebBuild(console.error);
  const browser = await launchBrowser(await findBrowser(console.error), build.requireFrom);
  await closeLater(() => browser.close());
  const host = await startWebHost({ ...options, build });
  await closeLater(host.stop);

  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.exposeFunction('codeAutomationLog', keepOutput);
  const ended = new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.on('crash', () => reject(new Error('the page of the workbench crashed')));
    page.on('close', () => reject(new Error('the page of the workbench was closed')));
    void host.exited.then((code) => reject(new Error(`VS Code's server ended with ${code}`)));
    const late = () => reject(new Error(`the tests did not end within ${patienceMs / 1000} s`));
    setTimeout(late, patienceMs).unref();
  });
  try {
    const [code] = await Promise.all([ended, page.goto(host.url)]);
    return code;
  } catch (error) {
    if (!closing) console.error(await host.log());
    throw error;
  }
}

/** How the workbench starts its lines about its own connections and services. */
const chatter = /^(Creating a socket|Ignoring fetching|Resolv(ing|ed) connection|Updating additional|\[[\w -]+[:\]])/;

/** What tests and extension print arrives here among the workbench's own lines; it matters when a run fails. */
function keepOutput(_kind, values) {
  const line = format(...values);
  if (!chatter.test(line)) output.push(line);
}

/** Options that only a desktop has, such as --disable-gpu-sandbox, are accepted and mean nothing here. */
function readOptions(argv) {
  const { values, positionals } = parseArgs({
    args: argv,
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'disable-extensions': { type: 'boolean' },
    },
  });
  const workspace = positionals.find((name) => existsSync(name));
  return {
    workspace: workspace && path.resolve(workspace),
    developmentExtensions: (values.extensionDevelopmentPath ?? []).map((folder) => path.resolve(folder)),
    tests: values.extensionTestsPath && path.resolve(values.extensionTestsPath),
    userData: values['user-data-dir'] && path.resolve(values['user-data-dir']),
    extensionsFolder: values['extensions-dir'] && path.resolve(values['extensions-dir']),
    disableExtensions: values['disable-extensions'],
  };
}

/** What comes up while everything is being closed must not stay behind. */
async function closeLater(step) {
  opened.push(step);
  if (!closing) return;
  await step();
  throw new Error('stopped');
}

function close() {
  closing ??= Promise.allSettled(opened.reverse().map((step) => step()));
  return closing;
}
