import assert from 'node:assert/strict';
import path from 'node:path';
import type {
  ClientCapabilities,
  DocumentHighlight,
  DocumentLink,
  Location,
  Range,
  SymbolInformation,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { scratchFolders } from '../cli/scratch';
import { galeraNode, shop } from '../features/repository';
import { type Editor, editors, everything, uriOf } from './editor';

const proxy = 'shop/lb1/etc/haproxy/haproxy.cfg';
const canAsk: ClientCapabilities = {
  ...everything,
  workspace: {
    ...everything.workspace,
    workspaceEdit: {
      documentChanges: true,
      changeAnnotationSupport: { groupsOnLabel: true },
      resourceOperations: ['rename'],
    },
  },
};

describe('navigation in an editor', () => {
  const scratch = scratchFolders();
  const start = editors();

  async function opened(
    more: Record<string, string> = {},
  ): Promise<{ editor: Editor; file: (name: string) => string }> {
    const folder = scratch({ ...shop, ...more });
    return { editor: await start([folder], { capabilities: canAsk }), file: (name) => path.join(folder, name) };
  }
  const places = (locations: readonly Location[] | null): string[] =>
    (locations ?? []).map(({ uri, range }) => `${uri.slice(uri.indexOf('/shop/') + 1)}:${range.start.line + 1}`).sort();

  it('goes to where a host states its address, and to all who point to it', async () => {
    const { editor, file } = await opened();
    const definition = await editor.at<Location[]>('textDocument/definition', file(proxy), 10, 18);
    assert.deepEqual(places(definition), ['shop/db2/etc/mysql/my.cnf:9']);
    const found = await editor.request<Location[]>('textDocument/references', {
      textDocument: { uri: uriOf(file(proxy)) },
      position: { line: 10, character: 18 },
      context: { includeDeclaration: false },
    });
    assert.equal(found.length, 4);
    const others = await editor.at<Location[]>('textDocument/implementation', file('shop/db1/etc/mysql/my.cnf'), 1, 2);
    assert.deepEqual(places(others), ['shop/db2/etc/mysql/my.cnf:2', 'shop/db3/etc/mysql/my.cnf:2']);
    const marks = await editor.at<DocumentHighlight[]>('textDocument/documentHighlight', file(proxy), 5, 10);
    assert.equal(marks.length, 4);
  });

  it('renames open files by their version and closed ones on disk', async () => {
    const { editor, file } = await opened();
    await editor.open(file('shop/db1/etc/mysql/my.cnf'), galeraNode(1), 7);
    const place = [file('shop/db1/etc/mysql/my.cnf'), 5, 22] as const;
    const offer = await editor.at<{ range: Range; placeholder: string }>('textDocument/prepareRename', ...place);
    assert.equal(offer.placeholder, 'shop');
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri: uriOf(place[0]) },
      position: { line: place[1], character: place[2] },
      newName: 'store',
    });
    const changes = (edit.documentChanges as TextDocumentEdit[]).map(
      ({ textDocument, edits }) =>
        [textDocument.version, edits.map((each) => ('newText' in each ? each.newText : ''))] as const,
    );
    assert.deepEqual(changes.map(([version]) => version).sort(), [7, null, null]);
    assert.ok(changes.every(([, texts]) => texts.length === 1 && texts[0] === 'store'));
  });

  it('asks before it renames what another proxy calls by the same name', async () => {
    const { editor, file } = await opened({ 'shop/lb2/etc/haproxy/haproxy.cfg': shop[proxy] });
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri: uriOf(file(proxy)) },
      position: { line: 8, character: 10 },
      newName: 'slaves',
    });
    const asked = (edit.documentChanges as TextDocumentEdit[]).filter(({ edits }) =>
      edits.every((each) => 'annotationId' in each),
    );
    assert.deepEqual(
      asked.map(({ textDocument }) => textDocument.uri),
      [uriOf(file('shop/lb2/etc/haproxy/haproxy.cfg'))],
    );
    assert.equal(Object.values(edit.changeAnnotations ?? {})[0]?.needsConfirmation, true);
  });

  it('asks whether the folder of a host is renamed with it, and does so last', async () => {
    const { editor, file } = await opened();
    const edit = await editor.request<WorkspaceEdit>('textDocument/rename', {
      textDocument: { uri: uriOf(file('shop/db1/etc/mysql/my.cnf')) },
      position: { line: 7, character: 20 },
      newName: 'writer-one',
    });
    assert.deepEqual(edit.documentChanges?.at(-1), {
      kind: 'rename',
      oldUri: uriOf(file('shop/db1')),
      newUri: uriOf(file('shop/writer-one')),
      annotationId: 'folder',
    });
    assert.equal(edit.changeAnnotations?.['folder']?.needsConfirmation, true);
  });

  it('says why a name cannot be had', async () => {
    const { editor, file } = await opened();
    const request = editor.request('textDocument/rename', {
      textDocument: { uri: uriOf(file(proxy)) },
      position: { line: 8, character: 10 },
      newName: 'writers',
    });
    await assert.rejects(request, /there is a backend of the name writers already/);
  });

  it('links only files that are there', async () => {
    const text = 'frontend f\n    errorfile 503 /etc/haproxy/503.http\n    errorfile 504 /etc/haproxy/none.http\n';
    const { editor, file } = await opened({ [proxy]: text, 'shop/lb1/etc/haproxy/503.http': 'HTTP/1.0 503' });
    const links = await editor.request<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: uriOf(file(proxy)) },
    });
    assert.deepEqual(
      links.map(({ target, range }) => [target, range.start.line]),
      [[uriOf(file('shop/lb1/etc/haproxy/503.http')), 1]],
    );
  });

  it('finds hosts and options by name', async () => {
    const { editor } = await opened();
    const found = await editor.request<SymbolInformation[]>('workspace/symbol', { query: 'wsrep_node_name' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['wsrep_node_name = db1', 'wsrep_node_name = db2', 'wsrep_node_name = db3'],
    );
  });
});
