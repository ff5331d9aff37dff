import assert from 'node:assert/strict';
import path from 'node:path';
import type {
  ClientCapabilities,
  CodeLens,
  FoldingRange,
  InlayHint,
  SelectionRange,
  SemanticTokens,
  TextEdit,
} from 'vscode-languageserver';
import { scratchFolders } from '../cli/scratch';
import { galeraNode, shop } from '../features/repository';
import { type Editor, editors, everything, uriOf } from './editor';

const db1 = 'shop/db1/etc/mysql/my.cnf';
const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';
const refreshing: ClientCapabilities = {
  ...everything,
  workspace: { ...everything.workspace, inlayHint: { refreshSupport: true } },
};
const whole = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

describe('what an editor shows in and beside the text', () => {
  const scratch = scratchFolders();
  const start = editors();

  async function opened(
    settings: Record<string, unknown> = {},
  ): Promise<{ editor: Editor; file: (name: string) => string }> {
    const folder = scratch(shop);
    const editor = await start([folder], { capabilities: refreshing, settings });
    return { editor, file: (name) => path.join(folder, name) };
  }
  const about = (file: string, more: object = {}): object => ({ textDocument: { uri: uriOf(file) }, ...more });
  const hints = async (editor: Editor, file: string): Promise<string[]> =>
    (await editor.request<InlayHint[]>('textDocument/inlayHint', about(file, { range: whole }))).map(
      ({ label, position }) => `${position.line} ${label as string}`,
    );

  it('hints, each kind until the person switches it off', async () => {
    const { editor, file } = await opened();
    assert.deepEqual(await hints(editor, file(db1)), ['6 3 of 3 nodes', '8 listed by 3 of 3 nodes']);
    editor.settings = { 'quorate.inlayHints.hosts': false };
    const asked = editor.received.length;
    await editor.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.when(() =>
      editor.received.slice(asked).find(({ method }) => method === 'workspace/inlayHint/refresh'),
    );
    assert.deepEqual(await hints(editor, file(db1)), []);
  });

  it('hints anew in a file when another host has changed', async () => {
    const { editor, file } = await opened();
    await editor.open(file(db1), galeraNode(1));
    await editor.open(file('shop/db2/etc/mysql/my.cnf'), galeraNode(2));
    await editor.settled();
    const before = editor.received.length;
    await editor.editLine(file('shop/db2/etc/mysql/my.cnf'), 2, 6, 'wsrep_cluster_address = gcomm://10.0.0.2,10.0.0.3');
    await editor.when(() =>
      editor.received.slice(before).find(({ method }) => method === 'workspace/inlayHint/refresh'),
    );
    assert.deepEqual(await hints(editor, file(db1)), ['6 3 of 3 nodes', '8 listed by 2 of 3 nodes']);
  });

  it('lenses above the pools of a proxy', async () => {
    const { editor, file } = await opened();
    const lenses = await editor.request<CodeLens[]>('textDocument/codeLens', about(file(proxy)));
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command]),
      [
        ['host lb1 · cluster shop (4 hosts)', 'quorate.hosts.focus'],
        ['1 of 3 database hosts', ''],
        ['2 of 3 database hosts', ''],
      ],
    );
  });

  it('tokens of the whole file and of a range, in the legend it was told', async () => {
    const { editor, file } = await opened();
    const legend = editor.initialized.capabilities.semanticTokensProvider?.legend;
    const full = await editor.request<SemanticTokens>('textDocument/semanticTokens/full', about(file(proxy)));
    assert.deepEqual(full.data.slice(0, 4), [0, 9, 5, legend?.tokenTypes.indexOf('class')]);
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
    const some = await editor.request<SemanticTokens>(
      'textDocument/semanticTokens/range',
      about(file(proxy), { range }),
    );
    assert.equal(some.data.length, 10);
  });

  it('folds and growing selections', async () => {
    const { editor, file } = await opened();
    const folds = await editor.request<FoldingRange[]>('textDocument/foldingRange', about(file(proxy)));
    assert.deepEqual(
      folds.map(({ startLine, endLine }) => [startLine, endLine]),
      [
        [0, 4],
        [5, 7],
        [8, 10],
      ],
    );
    const positions = [{ line: 1, character: 6 }];
    const [selection] = await editor.request<SelectionRange[]>(
      'textDocument/selectionRange',
      about(file(proxy), { positions }),
    );
    assert.deepEqual(selection?.range, { start: { line: 1, character: 4 }, end: { line: 1, character: 8 } });
    assert.ok(selection?.parent?.parent);
  });

  it('a tidy file, and tidy lines of it', async () => {
    const { editor, file } = await opened();
    await editor.open(file(proxy), 'global\ndaemon\nmaxconn  1\n');
    const options = { tabSize: 2, insertSpaces: true };
    const all = await editor.request<TextEdit[]>('textDocument/formatting', about(file(proxy), { options }));
    assert.deepEqual(
      all.map(({ newText }) => newText),
      ['  daemon', '  maxconn 1'],
    );
    const range = { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } };
    const some = await editor.request<TextEdit[]>(
      'textDocument/rangeFormatting',
      about(file(proxy), { options: { ...options, insertSpaces: false }, range }),
    );
    assert.deepEqual(
      some.map(({ newText }) => newText),
      ['\tmaxconn 1'],
    );
  });

  it('nothing that would hide what others show of YAML, JSON and SQL', async () => {
    const { editor, file } = await opened();
    await editor.open(file('quorate.json'), '{ "clusters": [] }');
    const positions = [{ line: 0, character: 3 }];
    for (const method of ['foldingRange', 'semanticTokens/full', 'selectionRange'])
      assert.equal(await editor.request(`textDocument/${method}`, about(file('quorate.json'), { positions })), null);
  });

  it('formatting of its own files alone, where an editor can be told', async () => {
    const folder = scratch(shop);
    const dynamicRegistration = true;
    const textDocument = { formatting: { dynamicRegistration }, rangeFormatting: { dynamicRegistration } };
    const editor = await start([folder], { capabilities: { textDocument } });
    assert.equal(editor.initialized.capabilities.documentFormattingProvider, undefined);
    const registered = await editor.when(() => {
      const asked = editor.received.filter(({ method }) => method === 'client/registerCapability');
      const found = JSON.stringify(asked.map(({ params }) => params));
      return found.includes('textDocument/formatting') && found.includes('textDocument/rangeFormatting')
        ? found
        : undefined;
    });
    assert.ok(registered.includes('mycnf') && !/sql|json|yml/.test(registered));
  });

  it('nothing about files that are none of ours', async () => {
    const { editor, file } = await opened();
    await editor.open(file('nginx.conf'), 'events {}');
    const tokens = await editor.request('textDocument/semanticTokens/full', about(file('nginx.conf')));
    assert.equal(tokens, null);
    assert.equal(await editor.request('textDocument/foldingRange', about(file('nginx.conf'))), null);
  });
});
