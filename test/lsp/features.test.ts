import assert from 'node:assert/strict';
import path from 'node:path';
import type { CodeLens, CompletionItem, DocumentSymbol, Hover, MarkupContent } from 'vscode-languageserver';
import {
  type ClusterView,
  clustersRequest,
  explainRequest,
  type RulePage,
  rulesRequest,
} from '../../server/lsp/protocol';
import { scratchFolders, sharedId, type Files } from '../cli/scratch';
import { type Editor, editors, uriOf } from './editor';

const node = (id: number): string =>
  `[mysqld]\nserver_id = ${id}\n[galera]\nwsrep_on = ON\nwsrep_provider = /usr/lib/galera/libgalera_smm.so\nwsrep_cluster_name = shop\nwsrep_cluster_address = gcomm://10.0.0.1,10.0.0.2\nwsrep_node_address = 10.0.0.${id}\n`;
const galera: Files = { 'shop/db1/etc/mysql/mariadb.cnf': node(1), 'shop/db2/etc/mysql/mariadb.cnf': node(2) };

describe('what an editor asks about a file', () => {
  const scratch = scratchFolders();
  const start = editors();

  async function opened(text: string): Promise<{ editor: Editor; file: string; folder: string }> {
    const folder = scratch(galera);
    const editor = await start([folder]);
    const file = path.join(folder, 'shop/db2/etc/mysql/mariadb.cnf');
    await editor.open(file, text);
    return { editor, file, folder };
  }
  /** What is proposed behind the last line of a file. */
  async function proposals(lastLine: string): Promise<CompletionItem[]> {
    const text = node(2).replace(/server_id.*\n/, '') + '[mysqld]\n';
    const { editor, file } = await opened(text + lastLine);
    return editor.at('textDocument/completion', file, text.split('\n').length - 1, lastLine.length);
  }

  it('hover: the option, and what it comes to on every host', async () => {
    const { editor, file } = await opened(node(2));
    const hover = await editor.at<Hover | null>('textDocument/hover', file, 1, 3);
    const { kind, value } = hover?.contents as MarkupContent;
    assert.equal(kind, 'markdown');
    assert.match(value, /^\*\*server_id\*\*/);
    assert.match(value, /\| db2 \| `2` \(mariadb\.cnf:2\) \|\n\| db1 \| `1` \(mariadb\.cnf:2\) \|/);
    assert.deepEqual(hover?.range, { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } });
    assert.equal(await editor.at('textDocument/hover', file, 0, 0), null);
  });

  it('completion: names, values, the next free id and the addresses of the cluster', async () => {
    const labels = (items: CompletionItem[]): string[] => items.map(({ label }) => label);
    const names = labels(await proposals('bin'));
    assert.ok(names.includes('binlog_format') && names.includes('server_id'));
    assert.ok(labels(await proposals('log_bin_trust_function_creators = ')).includes('ON'));
    const [id] = await proposals('server_id = ');
    assert.deepEqual([id?.label, id?.detail], ['2', 'next free id of the cluster']);
    const address = (await proposals('wsrep_cluster_address = ')).find(({ label }) => label.startsWith('gcomm://'));
    assert.equal(address?.label, 'gcomm://10.0.0.1,10.0.0.2');
    const edit = address.textEdit as { range: { start: { character: number } }; newText: string };
    assert.deepEqual([edit.range.start.character, edit.newText], ['wsrep_cluster_address = '.length, address.label]);
    assert.ok(labels(await proposals('[')).includes('mysqld'));
    assert.deepEqual(await proposals('# a comment'), []);
  });

  it('outline: groups with their options', async () => {
    const { editor, file } = await opened(node(2));
    const symbols = await editor.request<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: uriOf(file) },
    });
    assert.deepEqual(
      symbols.map(({ name, children }) => [name, children?.length]),
      [
        ['[mysqld]', 1],
        ['[galera]', 5],
      ],
    );
    assert.deepEqual(symbols[1]?.range, { start: { line: 2, character: 0 }, end: { line: 7, character: 29 } });
  });

  it('code lens: whose file it is, until the person switches it off', async () => {
    const { editor, file } = await opened(node(2));
    const lenses = () => editor.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(file) } });
    assert.deepEqual(
      (await lenses()).map(({ command }) => command?.title),
      ['host db2 \u00b7 cluster shop (2 hosts)'],
    );
    editor.settings = { 'quorate.codeLens.enabled': false };
    const refreshes = (): number =>
      editor.received.filter(({ method }) => method === 'workspace/codeLens/refresh').length;
    const before = refreshes();
    await editor.notify('workspace/didChangeConfiguration', { settings: null });
    await editor.when(() => refreshes() > before || undefined);
    assert.deepEqual(await lenses(), []);
  });

  it('code lens: an editor that cannot be asked for settings sends them', async () => {
    const folder = scratch(galera);
    const file = path.join(folder, 'shop/db2/etc/mysql/mariadb.cnf');
    const editor = await start([folder], { capabilities: {} });
    const lenses = () => editor.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: uriOf(file) } });
    assert.equal((await lenses()).length, 1);
    await editor.notify('workspace/didChangeConfiguration', {
      settings: { quorate: { codeLens: { enabled: false } } },
    });
    assert.deepEqual(await lenses(), []);
    await editor.notify('workspace/didChangeConfiguration', { settings: {} });
    assert.equal((await lenses()).length, 1);
  });

  it('clusters, with hosts, files and what is found in them', async () => {
    const { editor, folder, file } = await opened(node(1));
    const [cluster] = await editor.request<ClusterView[]>(clustersRequest);
    assert.deepEqual(
      [cluster?.name, cluster?.kinds.includes('galera'), cluster?.hosts.map(({ name }) => name)],
      ['shop', true, ['db1', 'db2']],
    );
    const [db1, db2] = (cluster?.hosts ?? []).map(({ files }) => files[0]);
    assert.equal(db1?.uri, uriOf(path.join(folder, 'shop/db1/etc/mysql/mariadb.cnf')));
    assert.equal(db2?.hostPath, '/etc/mysql/mariadb.cnf');
    assert.equal(db2?.errors, editor.shown(file).filter(({ severity }) => severity === 1).length);
    assert.ok(editor.received.some(({ method }) => method === 'quorate/clustersChanged'));
  });

  it('rules, and the page of one', async () => {
    const { editor } = await opened('');
    const rules = await editor.request<RulePage[]>(rulesRequest);
    assert.ok(rules.some(({ id, summary, severity }) => id === sharedId && summary !== '' && severity === 'error'));
    assert.match(await editor.request<string>(explainRequest, sharedId), /^# /);
    await assert.rejects(editor.request(explainRequest, '../../../../README'), /there is no page of a rule/);
  });

  it('a file that is none of ours: nothing', async () => {
    const { editor, folder } = await opened('');
    const file = path.join(folder, 'nginx.conf');
    await editor.open(file, 'events {}');
    for (const method of ['hover', 'completion'])
      assert.equal(await editor.at(`textDocument/${method}`, file, 0, 0), null);
    for (const method of ['documentSymbol', 'codeLens'])
      assert.equal(await editor.request(`textDocument/${method}`, { textDocument: { uri: uriOf(file) } }), null);
  });
});
