import assert from 'node:assert/strict';
import path from 'node:path';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { applyEdits } from '../../server/core/text/lines';
import { fixWorkspaceCommand } from '../../server/lsp/protocol';
import { pair, scratchFolders, sharedId, type Files } from '../cli/scratch';
import { type Editor, editors, everything, uriOf } from './editor';

const text = pair['db1/etc/mysql/my.cnf'] as string;
const differs = 'corosync/totem-differs';
const totem = (token: number): string =>
  `totem {\n  version: 2\n  cluster_name: c\n  transport: knet\n  token: ${token}\n}\nnodelist {\n  node {\n    ring0_addr: 10.0.0.1\n    nodeid: 1\n    name: db1\n  }\n  node {\n    ring0_addr: 10.0.0.2\n    nodeid: 2\n    name: db2\n  }\n  node {\n    ring0_addr: 10.0.0.3\n    nodeid: 3\n    name: db3\n  }\n}\n`;

describe('actions on findings', () => {
  const scratch = scratchFolders();
  const start = editors();

  async function opened(files: Files = pair, capabilities = everything) {
    const folder = scratch(files);
    const editor = await start([folder], { capabilities });
    const file = (name: string): string => path.join(folder, name);
    await editor.settled();
    return { editor, file };
  }
  const actionsAt = (editor: Editor, file: string, line: number, only?: string[]): Promise<CodeAction[]> => {
    const range = { start: { line, character: 0 }, end: { line, character: 0 } };
    return editor.request('textDocument/codeAction', {
      textDocument: { uri: uriOf(file) },
      range,
      context: { diagnostics: [], ...(only && { only }) },
    });
  };
  const documentChanges = (action: CodeAction): TextDocumentEdit[] =>
    (action.edit?.documentChanges ?? assert.fail()) as TextDocumentEdit[];

  it('mend one, in whatever file that takes, for the version of each', async () => {
    const { editor, file } = await opened();
    const [db1, db2] = [file('db1/etc/mysql/my.cnf'), file('db2/etc/mysql/my.cnf')];
    await editor.open(db2, text, 4);
    const fixes = (await actionsAt(editor, db2, 1)).filter((action) => action.isPreferred);
    assert.equal(fixes.length, 1);
    assert.deepEqual([fixes[0]?.kind, fixes[0]?.diagnostics?.[0]?.code], ['quickfix', sharedId]);
    const [change, ...others] = documentChanges(fixes[0] as CodeAction);
    assert.deepEqual([change?.textDocument, others], [{ uri: uriOf(db2), version: 4 }, []]);
    assert.equal(applyEdits(text, change?.edits as TextEdit[]), text.replace('= 1', '= 2'));
    assert.equal((await actionsAt(editor, db1, 1)).length > 0, true);
    assert.deepEqual(await actionsAt(editor, db2, 0, ['quickfix']), []);
  });

  it('mend one in several files at once, open or closed', async () => {
    const files = {
      'db1/etc/corosync/corosync.conf': totem(1000),
      'db2/etc/corosync/corosync.conf': totem(2000),
      'db3/etc/corosync/corosync.conf': totem(3000),
    };
    const { editor, file } = await opened(files);
    const db2 = file('db2/etc/corosync/corosync.conf');
    await editor.open(db2, totem(2000), 9);
    await editor.settled();
    const line = editor.shown(db2, differs)[0]?.range.start.line ?? assert.fail('nothing is found');
    const fix = (await actionsAt(editor, db2, line)).find(
      ({ diagnostics, title }) => diagnostics?.[0]?.code === differs && title.startsWith('Set'),
    );
    const changed = documentChanges(fix ?? assert.fail('there is no fix')).map(({ textDocument }) => [
      textDocument.uri,
      textDocument.version,
    ]);
    assert.deepEqual(
      changed.sort(),
      [
        [uriOf(db2), 9],
        [uriOf(file('db3/etc/corosync/corosync.conf')), null],
      ].sort(),
    );
  });

  it('mend all findings of a rule', async () => {
    const hosts = ['db1', 'db2', 'db3', 'db4'];
    const { editor, file } = await opened(Object.fromEntries(hosts.map((host) => [`${host}/my.cnf`, text])));
    const all = (await actionsAt(editor, file('db3/my.cnf'), 1)).find(
      ({ title }) => title === `Fix all 4 findings of ${sharedId}`,
    );
    const changes = documentChanges(all ?? assert.fail('there is no such action'));
    const fixed = hosts.map((host) => {
      const change = changes.find(({ textDocument }) => textDocument.uri === uriOf(file(`${host}/my.cnf`)));
      return applyEdits(text, (change?.edits ?? []) as TextEdit[]);
    });
    assert.equal(new Set(fixed).size, hosts.length);
  });

  it('silence one, with a comment that works', async () => {
    const { editor, file } = await opened();
    const db2 = file('db2/etc/mysql/my.cnf');
    await editor.open(db2, text);
    const silence = (await actionsAt(editor, db2, 1)).filter(({ title }) => title === `Ignore ${sharedId} here`);
    assert.equal(silence.length, 1);
    const after = applyEdits(text, documentChanges(silence[0] as CodeAction)[0]?.edits as TextEdit[]);
    assert.equal(after, text.replace('server_id', `# quorate-ignore ${sharedId}: reason\nserver_id`));
    await editor.edit(db2, 2, [{ text: after }]);
    await editor.settled();
    assert.deepEqual(editor.shown(db2, sharedId), []);
  });

  it('do not put comments into JSON', async () => {
    const { editor, file } = await opened({ ...pair, 'quorate.json': '{ "clustres": [] }' });
    assert.ok(editor.shown(file('quorate.json')).length > 0);
    assert.deepEqual(await actionsAt(editor, file('quorate.json'), 0), []);
  });

  it('on saving mend only what stays in the file', async () => {
    const { editor, file } = await opened();
    const kinds = ['source.fixAll', 'source.fixAll.quorate', 'source', ''];
    const titles = async (name: string, only: string[]) =>
      (await actionsAt(editor, file(name), 0, only)).map(({ title, kind }) => `${kind}: ${title}`);
    for (const kind of kinds) {
      assert.deepEqual(await titles('db2/etc/mysql/my.cnf', [kind]), [
        'source.fixAll.quorate: Fix all safe findings of this file',
      ]);
      // The only fix of this file's finding edits the other file.
      assert.deepEqual(await titles('db1/etc/mysql/my.cnf', [kind]), []);
    }
    for (const kind of ['source.fixAll.other', 'refactor', 'source.organizeImports'])
      assert.deepEqual(await titles('db2/etc/mysql/my.cnf', [kind]), []);
  });

  it('speak the older form of edits to editors that know no versions', async () => {
    const { editor, file } = await opened(pair, {});
    const db2 = file('db2/etc/mysql/my.cnf');
    const [fix] = await actionsAt(editor, db2, 1);
    assert.deepEqual(Object.keys(fix?.edit ?? {}), ['changes']);
    assert.deepEqual(Object.keys(fix?.edit?.changes ?? {}), [uriOf(db2)]);
  });

  it('mend everything safe in all files, as a command', async () => {
    const { editor, file } = await opened();
    const edits: unknown[] = [];
    editor.client.onRequest('workspace/applyEdit', ({ edit }: { edit: unknown }) => ({
      applied: edits.push(edit) > 0,
    }));
    const count = await editor.request<number>('workspace/executeCommand', { command: fixWorkspaceCommand });
    assert.ok(count >= 2);
    assert.ok(JSON.stringify(edits).includes(uriOf(file('db2/etc/mysql/my.cnf'))));
    await assert.rejects(
      editor.request('workspace/executeCommand', { command: 'rm -rf' }),
      /there is no command rm -rf/,
    );
  });
});
