// Runs one haproxy program: its version, its own list of keywords, and what `haproxy -c` says of a configuration.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/**
 * The haproxy of an unpacked Debian root, run by the root's own loader and libraries, so that neither chroot nor
 * a system of the same release is needed; with its manual.
 * @param {string} root a folder that `dpkg -x` filled
 */
export function debianHaproxy(root) {
  const loader = path.join(root, 'lib64/ld-linux-x86-64.so.2');
  const libraries = path.join(root, 'usr/lib/x86_64-linux-gnu');
  const program = path.join(root, 'usr/sbin/haproxy');
  const manual = path.join(root, 'usr/share/doc/haproxy/configuration.txt.gz');
  return {
    ...haproxyProgram([loader, '--library-path', libraries, program]),
    manual: existsSync(manual) ? gunzipSync(readFileSync(manual)).toString('latin1') : undefined,
  };
}

/**
 * @param {readonly string[]} command how to start it; the last word is the file that holds the program
 */
export function haproxyProgram(command) {
  const folder = mkdtempSync(path.join(tmpdir(), 'haproxy-catalog-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'haproxy.cfg');
  const run = (...args) => {
    const { error, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...args], {
      // Some keywords make the file that they name.
      cwd: folder,
      encoding: 'latin1',
      env: { ...process.env, LC_ALL: 'C' },
      timeout: 20_000,
    });
    if (error) throw error;
    return stdout + stderr;
  };
  return {
    /** The release, e.g. '3.0'. */
    release: /version (\d+\.\d+)/.exec(run('-v'))[1],
    /** What `haproxy -dKall` prints; nothing of use before 2.6. */
    listing: () => run('-dKall', '-q', '-c', '-f', '/dev/null'),
    /** Words among the texts in the program, most of the keywords it compares with included. */
    words: () => [...new Set(readFileSync(command.at(-1), 'latin1').match(/(?<=\0)[a-z0-9][\w.+-]{1,45}(?=\0)/g))],
    /** Everything `haproxy -c` says of a configuration. */
    check: (text) => {
      writeFileSync(file, text);
      return run('-c', '-f', file);
    },
  };
}
