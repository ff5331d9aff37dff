// What a test in a real editor needs: the editor unpacked from Debian, a folder to open, and `quorate` on the path.
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, fetchPackages, reasonNotToFetch } from '../debian-packages.mjs';
import { runTests, writeCounts } from '../vscode/counts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Tests one editor: `use` drives it once, `testsOf` says what must have been seen. Where Debian's packages cannot be
 * had nothing is tested, which is a failure in CI.
 *
 * @template Seen
 * @param {string} name of the editor, for people
 * @param {(scratch: string) => Promise<Seen>} use
 * @param {(seen: Seen) => readonly (readonly [title: string, test: () => Promise<void>])[]} testsOf
 */
export async function testEditor(name, use, testsOf) {
  const scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'quorate-editor-')));
  const reason = reasonNotToFetch();
  try {
    if (reason !== undefined) {
      console.log(`${name} not tested: ${reason}`);
      await writeCounts(0, 0);
      process.exitCode = process.env.CI === 'true' ? 1 : 0;
    } else process.exitCode = await runTests(testsOf(await use(scratch)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * Packages of Debian trixie with their libraries, unpacked into the cache; nothing is installed.
 * @returns the root folder, and how a program in it is started: with its own libraries
 */
export async function unpacked(name, packages) {
  const folder = await fetchPackages({
    suite: 'trixie',
    packages,
    into: path.join(cacheFolder, 'debian', 'trixie', name),
  });
  const loader = path.join(folder, 'lib64/ld-linux-x86-64.so.2');
  if (!existsSync(loader)) throw new Error(`${loader} is missing: this test knows x86-64 only`);
  const library = path.join(folder, 'usr/lib/x86_64-linux-gnu');
  return {
    folder,
    library,
    command: (program) => [loader, '--library-path', library, path.join(folder, program)],
  };
}

/** A copy of the folder that all editors open, made a repository as far as editors look. */
export function makeWorkspace(scratch) {
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test/vscode/workspace'), workspace, { recursive: true });
  mkdirSync(path.join(workspace, '.git'));
  return workspace;
}

/** A folder with the command `quorate`, as an installation puts it on the path. */
export function commandFolder(scratch) {
  const folder = path.join(scratch, 'bin');
  mkdirSync(folder);
  const file = path.join(folder, 'quorate');
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/cli.js')}' "$@"\n`);
  chmodSync(file, 0o755);
  return folder;
}

/** The lines of docs/editors.md in one language: people copy them, so they are what is tested. */
export function documentedSetup(language) {
  const fence = new RegExp('^```' + language + '\\n([^]*?)^```', 'm');
  const [, lines] = fence.exec(readFileSync(path.join(root, 'docs/editors.md'), 'utf8')) ?? [];
  if (lines === undefined) throw new Error(`docs/editors.md has no lines of ${language}`);
  return lines;
}
