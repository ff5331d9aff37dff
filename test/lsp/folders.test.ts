import assert from 'node:assert/strict';
import path from 'node:path';
import { type ClusterView, clustersRequest } from '../../server/lsp/protocol';
import { pair, scratchFolders, sharedId, writeFiles, type Files } from '../cli/scratch';
import { type Editor, editors, everything, uriOf } from './editor';

const text = pair['db1/etc/mysql/my.cnf'] as string;
const under = (folder: string): Files =>
  Object.fromEntries(Object.entries(pair).map(([file, content]) => [`${folder}/${file}`, content]));

describe('the folders of an editor', () => {
  const scratch = scratchFolders();
  const start = editors();

  const change = (editor: Editor, added: string[], removed: string[]): Promise<void> => {
    const folders = (paths: string[]) => paths.map((folder) => ({ uri: uriOf(folder), name: path.basename(folder) }));
    return editor.notify('workspace/didChangeWorkspaceFolders', {
      event: { added: folders(added), removed: folders(removed) },
    });
  };
  const clusters = async (editor: Editor): Promise<string[]> =>
    (await editor.request<ClusterView[]>(clustersRequest)).map(({ name }) => name).sort();

  it('are several, each with clusters of its own', async () => {
    const root = scratch({ ...under('a'), ...under('b') });
    const editor = await start([path.join(root, 'a'), path.join(root, 'b')]);
    assert.deepEqual(await clusters(editor), ['a', 'b']);
    for (const name of ['a', 'b']) {
      const [finding] = editor.shown(path.join(root, name, 'db2/etc/mysql/my.cnf'), sharedId);
      assert.equal(
        finding?.relatedInformation?.[0]?.location.uri,
        uriOf(path.join(root, name, 'db1/etc/mysql/my.cnf')),
      );
    }
  });

  it('come and go while the server runs', async () => {
    const root = scratch({ ...under('a'), ...under('b') });
    const [a, b] = [path.join(root, 'a'), path.join(root, 'b')];
    const editor = await start([a]);
    assert.deepEqual(await clusters(editor), ['a']);
    await change(editor, [b], []);
    assert.deepEqual(await clusters(editor), ['a', 'b']);
    assert.equal(editor.shown(path.join(b, 'db1/etc/mysql/my.cnf'), sharedId).length, 1);
    await change(editor, [], [a]);
    assert.deepEqual(await clusters(editor), ['b']);
    assert.equal(editor.shown(path.join(a, 'db1/etc/mysql/my.cnf')).length, 0);
    await change(editor, [a], [b]);
    assert.deepEqual(await clusters(editor), ['a']);
  });

  it('may lie in each other: the innermost owns a file, and gives it back when it goes', async () => {
    const root = scratch({ ...under('in'), 'db3/my.cnf': text });
    const inner = path.join(root, 'in');
    const file = path.join(inner, 'db1/etc/mysql/my.cnf');
    const editor = await start([root, inner]);
    assert.deepEqual(await clusters(editor), ['in', path.basename(root)].sort());
    assert.equal(editor.shown(file, sharedId).length, 1);
    await change(editor, [], [inner]);
    assert.deepEqual(await clusters(editor), ['in', path.basename(root)].sort());
    assert.equal(editor.shown(file, sharedId).length, 1);
    await editor.open(file, text.replace('= 1', '= 5'));
    await change(editor, [inner], []);
    await editor.settled();
    assert.equal(editor.shown(file, sharedId).length, 0);
  });

  it('may be none: a file outside is judged by itself while it is open', async () => {
    const root = scratch({ ...pair, 'lb1/etc/haproxy/haproxy.cfg': '' });
    const editor = await start([]);
    const file = path.join(root, 'lb1/etc/haproxy/haproxy.cfg');
    await editor.open(file, 'defaults\n  timeout client 30\n');
    await editor.open(path.join(root, 'db1/etc/mysql/my.cnf'), text);
    await editor.open(path.join(root, 'db2/etc/mysql/my.cnf'), text);
    await editor.settled();
    assert.equal(editor.shown(file, 'haproxy/timeout-without-unit').length, 1);
    assert.equal(editor.shown(path.join(root, 'db2/etc/mysql/my.cnf'), sharedId).length, 0);
    await editor.close(file);
    await editor.settled();
    assert.equal(editor.shown(file).length, 0);
    await change(editor, [root], []);
    await editor.settled();
    assert.equal(editor.shown(path.join(root, 'db2/etc/mysql/my.cnf'), sharedId).length, 1);
  });

  it('have names that editors write differently', async () => {
    const root = scratch(
      Object.fromEntries(Object.entries(pair).map(([file, content]) => [`m\u00fcll (1) @+%/${file}`, content])),
    );
    const folder = path.join(root, 'm\u00fcll (1) @+%');
    const strict = uriOf(folder)
      .replaceAll('(', '%28')
      .replaceAll(')', '%29')
      .replaceAll('@', '%40')
      .replaceAll('+', '%2B');
    const editor = await start([strict + '/']);
    const db1 = `${uriOf(folder)}/db1/etc/mysql/my.cnf`;
    await editor.open(db1, text.replace('= 1', '= 2'));
    await editor.settled();
    assert.deepEqual(
      editor.published.flatMap(({ diagnostics }) => diagnostics).filter(({ code }) => code === sharedId),
      [],
    );
    assert.deepEqual(await clusters(editor), ['m\u00fcll (1) @+%']);
  });

  it('are read again on saving where the editor does not watch files', async () => {
    const root = scratch(pair);
    const editor = await start([root], {
      capabilities: { workspace: { ...everything.workspace, didChangeWatchedFiles: {} } },
    });
    const [db1, db2] = ['db1', 'db2'].map((host) => path.join(root, host, 'etc/mysql/my.cnf')) as [string, string];
    await editor.open(db1, text);
    await editor.settled();
    assert.equal(editor.shown(db1, sharedId).length, 1);
    writeFiles(root, { 'db2/etc/mysql/my.cnf': text.replace('= 1', '= 2') });
    await editor.notify('textDocument/didSave', { textDocument: { uri: uriOf(db1) } });
    await editor.settled();
    assert.deepEqual([editor.shown(db1, sharedId), editor.shown(db2, sharedId)], [[], []]);
  });

  it('that are not there, or are no files, do no harm', async () => {
    const root = scratch(pair);
    const editor = await start([root, path.join(root, 'nowhere'), 'vscode-vfs://github/some/where']);
    await editor.open('untitled:Untitled-1', text);
    await editor.open('git:/some/my.cnf?ref=HEAD', text);
    await editor.close('untitled:Untitled-1');
    await editor.settled();
    assert.equal(editor.shown(path.join(root, 'db1/etc/mysql/my.cnf'), sharedId).length, 1);
    assert.deepEqual(
      editor.published.filter(({ uri }) => !uri.startsWith(uriOf(root))),
      [],
    );
    assert.deepEqual(editor.warnings, [`${path.join(root, 'nowhere')} cannot be listed: no such file or folder`]);
  });
});
