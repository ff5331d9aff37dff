// A real VS Code in the network of a lab: it reaches the lab's hosts, and nothing else.
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchBrowser } from './web/browser.mjs';
import { startWebHost } from './web/web-host.mjs';

const require = createRequire(import.meta.url);
require('tsx/cjs');
const { runToEnd } = require('../daemons/machine.ts');

/**
 * Starts VS Code's server and a browser on the lab's network.
 *
 * @param {import('../daemons/lab').Lab} lab
 * @param {{ build: object, executable: object }} installed as `installWebBuild` and `findBrowser` give them
 * @param {import('./web/web-host.mjs').WebHostOptions} options without the build
 * @returns {Promise<{ url: string, browser: object, stop: () => Promise<void> }>}
 */
export async function startEditorIn(lab, { build, executable }, options) {
  const scratch = await realpath(await mkdtemp(path.join(tmpdir(), 'quorate-lab-editor-')));
  const closing = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
  const stop = async () => {
    for (const close of closing.reverse()) await close();
  };
  try {
    // Browser and server talk over loopback, which a new network begins without.
    await inside(lab, ['ip', 'link', 'set', 'lo', 'up']);
    const node = await wrapped(lab, scratch, 'node', build.node);
    const host = await startWebHost({ ...options, build: { ...build, node } });
    closing.push(host.stop);
    const executablePath = await wrapped(lab, scratch, 'browser', executable.executablePath);
    const browser = await launchBrowser({ ...executable, executablePath }, build.requireFrom);
    closing.push(() => browser.close());
    return { url: host.url, browser, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs a program of this machine in the network of the lab. */
async function inside(lab, argv) {
  const { status, stderr } = await runToEnd(lab.onNetwork(argv));
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
}

/** A program that starts another one in the network of the lab. */
async function wrapped(lab, scratch, name, program) {
  const file = path.join(scratch, name);
  const words = lab.onNetwork([program]).map((word) => `'${word}'`);
  await writeFile(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}
