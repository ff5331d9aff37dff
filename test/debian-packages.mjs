// Debian packages for tests: downloaded with their libraries and unpacked into a folder of their own. Nothing is
// installed: apt works on a private state below .cache/debian/<suite>/apt and dpkg only extracts archives.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The ignored folder that everything fetched for tests lives in. */
export const cacheFolder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.cache');

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Why Debian packages cannot be fetched on this machine.
 * @returns {string | undefined} one line, or undefined when they can
 */
export function reasonNotToFetch() {
  if (process.platform !== 'linux') return `Debian packages need Linux, this is ${process.platform}`;
  for (const program of ['/usr/bin/apt-get', '/usr/bin/dpkg']) {
    if (!existsSync(program)) return `Debian packages need ${program}, which is not on this machine`;
  }
  if (!existsSync(keyring)) return `Debian packages need ${keyring} (package debian-archive-keyring)`;
  if (!debianMirror()) return 'no Debian mirror is configured below /etc/apt';
  return undefined;
}

/**
 * Downloads packages of one Debian suite with everything they depend on (recommendations left out) and unpacks
 * them into a usr-merged root without running maintainer scripts. A root that already holds exactly these
 * packages is left alone. Concurrent callers wait for one another. Works without root.
 *
 * @param {object} request
 * @param {string} request.suite 'bullseye', 'bookworm', 'trixie', 'sid' or 'experimental' (on top of sid)
 * @param {string[]} request.packages names, optionally 'name/suite' or 'name=version' as apt takes them
 * @param {string} request.into the root folder to create
 * @param {(root: string) => Promise<void>} [request.prepare] completes the unpacked root before anybody sees it
 * @param {number} [request.revision] raised when `prepare` changes, so that older roots are made anew
 * @param {(line: string) => void} [request.log] told what happens before it takes time; stderr by default
 * @returns {Promise<string>} the root folder
 * @throws when the machine cannot fetch, a package does not exist, or apt or dpkg fail
 */
export async function fetchPackages({ suite, packages, into, prepare, revision, log = console.error }) {
  const wanted = JSON.stringify({ suite, packages: [...packages].sort(), revision });
  if (await holds(into, wanted)) return into;
  const reason = reasonNotToFetch();
  if (reason) throw new Error(reason);
  await mkdir(path.dirname(into), { recursive: true });
  return locked(path.join(cacheFolder, 'debian', suite), async (suiteFolder) => {
    if (await holds(into, wanted)) return into;
    const apt = await privateApt(suiteFolder, suite);
    const archives = path.join(suiteFolder, 'archives');
    await rm(archives, { recursive: true, force: true });
    await mkdir(path.join(archives, 'partial'), { recursive: true });
    const install = ['-o', `Dir::Cache::archives=${archives}`, '--no-install-recommends', '-y', 'install'];
    log(`Debian ${suite}: ${await downloadSize(apt, install, packages)} for ${packages.join(' ')}`);
    await run('apt-get', [...apt, '--download-only', ...install, ...packages]);
    await unpack(archives, `${into}.partial`);
    await prepare?.(`${into}.partial`);
    await writeFile(path.join(`${into}.partial`, stampName), wanted);
    await rm(into, { recursive: true, force: true });
    await rename(`${into}.partial`, into);
    await rm(archives, { recursive: true, force: true });
    return into;
  });
}

const stampName = '.debian-packages.json';

async function holds(root, wanted) {
  const stamp = await readFile(path.join(root, stampName), 'utf8').catch(() => undefined);
  return stamp === wanted;
}

/** Writes a private apt configuration, refreshes its lists, and returns the arguments that select it. */
async function privateApt(suiteFolder, suite) {
  const apt = path.join(suiteFolder, 'apt');
  for (const folder of ['state', 'lists/partial', 'cache/archives/partial']) {
    await mkdir(path.join(apt, folder), { recursive: true });
  }
  // An empty dpkg status makes apt resolve every library instead of relying on what this machine has.
  await writeFile(path.join(apt, 'status'), '');
  // Experimental holds only what differs from sid, so its packages need sid to be complete.
  const suites = suite === 'experimental' ? ['experimental', 'sid'] : [suite];
  const lines = suites.map((name) => `deb [signed-by=${keyring}] ${debianMirror()} ${name} main\n`);
  await writeFile(path.join(apt, 'sources.list'), lines.join(''));
  const settings = {
    'Dir::Etc::sourcelist': path.join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/nonexistent',
    'Dir::Etc::preferences': '/nonexistent',
    'Dir::Etc::preferencesparts': '/nonexistent',
    'Dir::State': path.join(apt, 'state'),
    'Dir::State::status': path.join(apt, 'status'),
    'Dir::State::lists': path.join(apt, 'lists'),
    'Dir::Cache': path.join(apt, 'cache'),
    'APT::Sandbox::User': '',
    // Without this apt would take every library from sid, and experimental packages need those of experimental.
    ...(suite === 'experimental' ? { 'APT::Default-Release': suite } : {}),
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    // Our own lock guards this state; apt's would be taken below /var/lib/dpkg, where only root may write.
    'Debug::NoLocking': '1',
  };
  const apartFromTheMachine = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...apartFromTheMachine, 'update']);
  return apartFromTheMachine;
}

async function downloadSize(apt, install, packages) {
  const uris = await run('apt-get', [...apt, '--print-uris', ...install, ...packages]);
  const sizes = [...uris.matchAll(/^'\S+' \S+ (\d+)/gm)].map((match) => Number(match[1]));
  const megabytes = Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1e6);
  return `downloading ${sizes.length} packages (${megabytes} MB)`;
}

async function unpack(archives, root) {
  await rm(root, { recursive: true, force: true });
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(path.join(root, 'usr', folder), { recursive: true });
    await symlink(path.join('usr', folder), path.join(root, folder));
  }
  for (const name of (await readdir(archives)).filter((file) => file.endsWith('.deb')).sort()) {
    await run('dpkg', ['-x', path.join(archives, name), root]);
  }
}

/** The address of the Debian archive this machine is configured for, from either form of apt's source files. */
function debianMirror() {
  const files = ['/etc/apt/sources.list'];
  const parts = '/etc/apt/sources.list.d';
  if (existsSync(parts))
    files.push(
      ...readdirSync(parts)
        .sort()
        .map((name) => path.join(parts, name)),
    );
  for (const file of files.filter((name) => existsSync(name))) {
    const text = readFileSync(file, 'utf8');
    const address = file.endsWith('.sources')
      ? /^URIs:\s*(\S+\/debian)\/?(?:\s|$)/m.exec(text)
      : /^deb\s+(?:\[[^\]]*\]\s+)?(\S+\/debian)\/?\s/m.exec(text);
    if (address) return address[1];
  }
  return undefined;
}

/** Runs `work` while this process alone holds the folder; a lock left by a process that died is taken over. */
async function locked(folder, work) {
  const lock = path.join(folder, 'lock');
  await mkdir(folder, { recursive: true });
  while (!(await take(lock))) await new Promise((resolve) => setTimeout(resolve, 300));
  try {
    return await work(folder);
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner && !existsSync(`/proc/${owner}`)) await rm(lock, { force: true });
    return false;
  }
}

/** Runs a program to its end; resolves to its standard output, rejects with the tail of what it printed. */
function run(program, argv) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, argv, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(stdout);
      else reject(new Error(`${program} ${argv.at(-1)} ended with ${status}: ${(stderr || stdout).slice(-2000)}`));
    });
  });
}
