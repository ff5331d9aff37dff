import assert from 'node:assert/strict';
import path from 'node:path';
import type {
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentSymbol,
  Hover,
  MarkupContent,
  SignatureHelp,
} from 'vscode-languageserver';
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
  async function proposals(lastLine: string): Promise<CompletionItem[] | undefined> {
    const text = node(2).replace(/server_id.*\n/, '') + '[mysqld]\n';
    const { editor, file } = await opened(text + lastLine);
    const line = text.split('\n').length - 1;
    return (await editor.at<CompletionList | null>('textDocument/completion', file, line, lastLine.length))?.items;
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
    const labels = (items: CompletionItem[] = []): string[] => items.map(({ label }) => label);
    assert.ok(labels(await proposals('bin')).includes('binlog_format'));
    assert.ok(labels(await proposals('log_bin_trust_function_creators = ')).includes('ON'));
    const [id] = (await proposals('server_id = ')) ?? [];
    assert.deepEqual([id?.label, id?.detail], ['2', 'next free id of the cluster']);
    const address = (await proposals('wsrep_cluster_address = '))?.find(({ label }) => label.startsWith('gcomm://'));
    assert.equal(address?.label, 'gcomm://10.0.0.1,10.0.0.2');
    const edit = address.textEdit as { range: { start: { character: number } }; newText: string };
    assert.deepEqual([edit.range.start.character, edit.newText], ['wsrep_cluster_address = '.length, address.label]);
    assert.ok(labels(await proposals('[')).includes('mysqld'));
    assert.equal(await proposals('# a comment'), undefined);
  });

  it('completion: short, with what is shared said once and documentation on request', async () => {
    const folder = scratch(galera);
    const completion = {
      completionItem: { snippetSupport: true },
      completionList: { itemDefaults: ['editRange', 'data'] },
    };
    const editor = await start([folder], { capabilities: { textDocument: { completion } } });
    const file = path.join(folder, 'shop/db2/etc/mysql/mariadb.cnf');
    await editor.open(file, '[mysqld]\n\n');
    const list = await editor.at<CompletionList>('textDocument/completion', file, 1, 0);
    assert.ok(list.isIncomplete && JSON.stringify(list).length < 25_000);
    assert.deepEqual(list.itemDefaults?.editRange, {
      start: { line: 1, character: 0 },
      end: { line: 1, character: 0 },
    });
    const item = list.items.find(({ label }) => label === 'server_id') as CompletionItem;
    assert.ok(!('documentation' in item) && !('textEdit' in item) && item.textEditText === 'server_id = ');
    const whole: object = { ...item, data: list.itemDefaults.data as unknown };
    const resolved = await editor.request<CompletionItem>('completionItem/resolve', whole);
    assert.match((resolved.documentation as MarkupContent).value, /Manual/);
    // An item that came from elsewhere comes back as it was.
    const odd = { label: 'x', data: { uri: 'file:///none', topic: { of: 'option' } }, kind: 10 };
    assert.deepEqual(await editor.request('completionItem/resolve', odd), odd);
  });

  it('signature help: the part of the keyword at hand', async () => {
    const folder = scratch({ ...galera, 'shop/lb1/etc/haproxy/haproxy.cfg': 'backend b\n    balance \n' });
    const editor = await start([folder]);
    const file = path.join(folder, 'shop/lb1/etc/haproxy/haproxy.cfg');
    const help = await editor.at<SignatureHelp>('textDocument/signatureHelp', file, 1, 12);
    assert.match(help.signatures[0]?.label ?? '', /^balance <algorithm>/);
    assert.equal(help.activeParameter, 0);
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
