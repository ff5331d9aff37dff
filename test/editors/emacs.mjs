// Uses Quorate in a real Emacs in a terminal, with its own client Eglot and the lines of docs/editors.md:
// `node test/editors/emacs.mjs`.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandFolder, documentedSetup, makeWorkspace, testEditor, unpacked } from './setting.mjs';
import { Terminal } from './terminal.mjs';

await testEditor('Emacs', use, (seen) => [
  [
    'Emacs, set up as documented, marks the line of a finding',
    async () => assert.match(seen.opened, /!!server_id = 1/),
  ],
  ['Emacs shows what an option is, on every host', async () => assert.match(seen.hover, /\| db1 \| `1` \(my\.cnf:2\)/)],
  [
    'Emacs lists findings of files that are not open',
    async () => assert.match(seen.findings, /corosync\.conf .*\[corosync\/two-node-missing\]/),
  ],
  ['Emacs applies a fix, and the finding goes', async () => assert.match(seen.fixed, /^ +server_id = 2/m)],
]);

/** Opens a file, asks, and has one finding fixed, all with keys; tells what the screen showed. */
async function use(scratch) {
  const { folder, command } = await unpacked('emacs', ['emacs-nox']);
  const workspace = makeWorkspace(scratch);
  mkdirSync(path.join(scratch, '.emacs.d'));
  writeFileSync(path.join(scratch, '.emacs.d/init.el'), documentedSetup('elisp'));
  // Emacs looks for what it needs below /usr, where it was not installed.
  const share = path.join(folder, 'usr/share/emacs/30.1');
  const programs = path.join(folder, 'usr/libexec/emacs/30.1/x86_64-linux-gnu');
  const dump = path.join(programs, readdirSync(programs).find((name) => name.endsWith('.pdmp')) ?? 'emacs.pdmp');
  const file = path.join(workspace, 'pair/db2/etc/mysql/my.cnf');
  const start = [...command('usr/bin/emacs-nox'), `--dump-file=${dump}`, '--no-site-file', '--no-splash', file];
  const terminal = await Terminal.start(scratch, start, {
    HOME: scratch,
    PATH: `${commandFolder(scratch)}:${process.env.PATH}`,
    EMACSLOADPATH: path.join(share, 'lisp'),
    EMACSDATA: path.join(share, 'etc'),
    EMACSDOC: path.join(share, 'etc'),
    EMACSPATH: programs,
  });
  try {
    const seen = { opened: await terminal.shows(/!!server_id/) };
    terminal.keys('C-n');
    // The short form in the last line tells that the answer is there.
    await terminal.shows(/\*\*server_id\*\*/);
    runCommand(terminal, 'eldoc-doc-buffer');
    seen.hover = await terminal.shows(/effective value/);
    runCommand(terminal, 'flymake-show-project-diagnostics');
    seen.findings = await terminal.shows(/corosync\.conf/);
    runCommand(terminal, 'eglot-code-actions');
    await terminal.shows(/Pick an action .*next free server_id/);
    terminal.keys('Enter');
    seen.fixed = await terminal.shows(/^ +server_id = [^1]/m);
    return seen;
  } finally {
    terminal.stop();
  }
}

function runCommand(terminal, name) {
  terminal.keys('M-x');
  terminal.type(name);
  terminal.keys('Enter');
}
