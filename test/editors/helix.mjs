// Uses Quorate in a real Helix in a terminal, set up with the lines of docs/editors.md: `node test/editors/helix.mjs`.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandFolder, documentedSetup, makeWorkspace, testEditor, unpacked } from './setting.mjs';
import { Terminal } from './terminal.mjs';

await testEditor('Helix', use, (seen) => [
  [
    'Helix, set up as documented, marks the line of a finding',
    async () => assert.match(seen.opened, /● +2 +server_id = 1/),
  ],
  ['Helix shows what an option is, on every host', async () => assert.match(seen.hover, /\| db1 +\| 1 \(my\.cnf:2\)/)],
  [
    'Helix shows findings of files that are not open',
    async () => assert.match(seen.findings, /corosync\/two-node-missing +q\/s\/corosync\.conf/),
  ],
  ['Helix applies a fix, and the finding goes', async () => assert.match(seen.fixed, /^ +2 +server_id = 2/m)],
  ['Helix offers the values that fit', async () => assert.match(seen.completed, /READ-COMMITTED/)],
]);

/** Opens a file, asks, and has one finding fixed, all with keys; tells what the screen showed. */
async function use(scratch) {
  const { folder, command } = await unpacked('helix', ['hx']);
  const workspace = makeWorkspace(scratch);
  const settings = path.join(scratch, '.config/helix');
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, 'languages.toml'), documentedSetup('toml'));
  const file = path.join(workspace, 'pair/db2/etc/mysql/my.cnf');
  const terminal = await Terminal.start(scratch, [...command('usr/bin/hx'), '--working-dir', workspace, file], {
    HOME: scratch,
    PATH: `${commandFolder(scratch)}:${process.env.PATH}`,
    HELIX_RUNTIME: path.join(folder, 'usr/lib/hx/runtime'),
  });
  try {
    const seen = { opened: await terminal.shows(/● +2 /) };
    terminal.keys('j', 'Space', 'k');
    seen.hover = await terminal.shows(/effective value/);
    await terminal.escapeFrom(/effective value/);
    terminal.keys('Space', 'D');
    seen.findings = await terminal.shows(/corosync\.conf/);
    await terminal.escapeFrom(/corosync\.conf/);
    terminal.keys('Space', 'a');
    await terminal.shows(/next free server_id/);
    terminal.keys('Enter');
    seen.fixed = await terminal.shows(/^ +2 +server_id = [^1]/m);
    terminal.keys('o');
    terminal.type('transaction_isolation = R');
    seen.completed = await terminal.shows(/READ-UNCOMMITTED/);
    return seen;
  } finally {
    terminal.stop();
  }
}
