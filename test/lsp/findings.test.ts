import assert from 'node:assert/strict';
import path from 'node:path';
import { pair, scratchFolders, sharedId } from '../cli/scratch';
import { editors, uriOf } from './editor';

const text = pair['db1/etc/mysql/my.cnf'] as string;

describe('findings in an editor', () => {
  const scratch = scratchFolders();
  const start = editors();

  function files(): [folder: string, db1: string, db2: string] {
    const folder = scratch(pair);
    return [folder, path.join(folder, 'db1/etc/mysql/my.cnf'), path.join(folder, 'db2/etc/mysql/my.cnf')];
  }

  it('are pushed for closed files, with the other place and the page of the rule', async () => {
    const [folder, db1, db2] = files();
    const editor = await start([folder]);
    await editor.settled();
    const [finding] = editor.shown(db2, sharedId);
    assert.deepEqual(finding?.range, { start: { line: 1, character: 12 }, end: { line: 1, character: 13 } });
    assert.deepEqual([finding?.severity, finding?.source], [1, 'quorate']);
    assert.match(finding?.codeDescription?.href ?? '', new RegExp(`/${sharedId}\\.md$`));
    assert.deepEqual(
      finding?.relatedInformation?.map(({ location }) => location.uri),
      [uriOf(db1)],
    );
    assert.equal(
      editor.published.every((message) => message.version === undefined),
      true,
    );
  });

  it('are pushed for files that others disagree with, while only one is edited', async () => {
    const [folder, db1, db2] = files();
    const editor = await start([folder]);
    await editor.open(db1, text);
    await editor.editLine(db1, 2, 1, 'server_id = 3');
    await editor.settled();
    assert.deepEqual([editor.shown(db1, sharedId), editor.shown(db2, sharedId)], [[], []]);
    await editor.editLine(db1, 3, 1, 'server_id = 1');
    await editor.settled();
    assert.deepEqual([editor.shown(db1, sharedId).length, editor.shown(db2, sharedId).length], [1, 1]);
  });

  it('carry the version of the text they are about, and never an older one behind a newer one', async () => {
    const [folder, db1] = files();
    const editor = await start([folder]);
    await editor.settled();
    await editor.open(db1, text, 7);
    const last = 57;
    for (let version = 8; version <= last; version++) void editor.editLine(db1, version, 1, `server_id = ${version}`);
    await editor.settled();
    const versions = editor.published
      .filter(({ uri, version }) => uri === uriOf(db1) && version !== undefined)
      .map(({ version }) => version as number);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    assert.equal(versions.at(-1), last);
    assert.ok(versions.length < last - 7, 'a burst of edits is judged edit by edit');
  });

  it('are pushed only when they differ from what the editor shows', async () => {
    const [folder, db1, db2] = files();
    const editor = await start([folder]);
    await editor.settled();
    const before = editor.published.filter(({ uri }) => uri === uriOf(db2)).length;
    await editor.open(db1, text);
    await editor.editLine(db1, 2, 2, 'log_bin = other');
    await editor.settled();
    assert.equal(editor.published.filter(({ uri }) => uri === uriOf(db2)).length, before);
  });

  it('count characters as UTF-16 does, where there are others than ASCII', async () => {
    const line = '{ "clusters": [], "\u{1f600}": 1, "clustres": [] }';
    const folder = scratch({ 'quorate.json': line });
    const editor = await start([folder]);
    await editor.settled();
    assert.equal(editor.initialized.capabilities.positionEncoding, 'utf-16');
    const found = editor.shown(path.join(folder, 'quorate.json'), 'file/not-understood');
    const misspelt = found.find(({ message }) => JSON.stringify(message).includes('clustres'));
    assert.equal(line.slice(misspelt?.range.start.character, misspelt?.range.end.character), 'clustres');
  });

  it('follow edits behind an emoji', async () => {
    const [folder, db1] = files();
    const editor = await start([folder]);
    await editor.open(db1, '[mysqld]\n# \u{1f600}\nserver_id = 1\nlog_bin\n');
    const range = { start: { line: 1, character: 4 }, end: { line: 2, character: 12 } };
    await editor.edit(db1, 2, [{ range, text: '\u{1f600}\nserver_id =\u2003' }]);
    await editor.edit(db1, 3, [
      { range: { start: { line: 2, character: 11 }, end: { line: 2, character: 12 } }, text: ' ' },
    ]);
    await editor.settled();
    assert.deepEqual(editor.shown(db1, sharedId)[0]?.range.start, { line: 2, character: 12 });
  });
});
