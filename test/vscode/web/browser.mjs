// Finds a Chromium for tests, or unpacks Debian's into the cache: nothing is installed onto the machine.
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFolder, fetchPackages, reasonNotToFetch } from '../../debian-packages.mjs';

/** The reason why something cannot run on this machine, in one line; not a fault of the project. */
export class CannotRun extends Error {}

/** The browser, letters for the editor, and those of Chinese, Japanese and Korean comments. */
const packages = ['chromium-headless-shell', 'fonts-dejavu-core', 'fonts-wqy-microhei'];

/**
 * Finds a browser: the executable in the environment variable CHROMIUM, one on PATH or at macOS' usual place, else
 * Debian's own, downloaded once.
 *
 * @param {(line: string) => void} log is told the size before a download starts
 * @returns {Promise<{ executablePath: string, env: Record<string, string> }>} `env` is what the browser needs on top
 *   of the environment of this process
 * @throws CannotRun when there is no browser and none can be fetched
 */
export async function findBrowser(log) {
  const installed = process.env.CHROMIUM ?? installedBrowser();
  if (installed) {
    if (!existsSync(installed)) throw new CannotRun(`CHROMIUM names ${installed}, which does not exist`);
    return { executablePath: installed, env: {} };
  }
  const reason = reasonNotToFetch();
  if (reason) throw new CannotRun(`no chromium or google-chrome on PATH; ${reason}`);
  return unpackedBrowser(log);
}

/**
 * Starts the browser without a window.
 *
 * @param {{ executablePath: string, env: Record<string, string> }} browser as `findBrowser` gives it
 * @param {string} requireFrom a package.json to resolve playwright-core from
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchBrowser({ executablePath, env }, requireFrom) {
  const { chromium } = createRequire(requireFrom)('playwright-core');
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    // Otherwise Playwright ends this process on Ctrl+C, before VS Code's server is stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      // The sandbox needs a setuid helper or user namespaces, and root has neither; only loopback pages are shown.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function installedBrowser() {
  const names = ['google-chrome', 'google-chrome-stable', 'chromium'];
  // A snap cannot read temporary folders of its caller.
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => !folder.startsWith('/snap/'));
  const places = [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  return places.find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function unpackedBrowser(log) {
  const suite = /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (!suite) throw new CannotRun('no chromium or google-chrome on PATH; /etc/os-release names no Debian release');
  const root = path.join(cacheFolder, 'debian', suite, 'browser');
  await fetchPackages({ suite, packages, into: root, log });
  return {
    executablePath: path.join(root, 'usr/lib/chromium/chromium-headless-shell'),
    env: { LD_LIBRARY_PATH: libraryPath(root), FONTCONFIG_FILE: writeFontConfiguration(root) },
  };
}

/** The machine's own libraries come first, as its libc must fit its loader; the unpacked ones fill the gaps. */
function libraryPath(root) {
  const triplet = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch];
  if (!triplet) throw new CannotRun(`no chromium on PATH, and none is packaged for ${process.arch}`);
  const folders = [`/lib/${triplet}`, `/usr/lib/${triplet}`];
  return [...folders, ...folders.map((folder) => root + folder), `${root}/usr/lib/${triplet}/pulseaudio`].join(':');
}

function writeFontConfiguration(root) {
  const folder = path.join(root, 'fontconfig');
  const file = path.join(folder, 'fonts.conf');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${root}/usr/share/fonts</dir>
  <cachedir>${folder}/cache</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`,
  );
  return file;
}
