import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { QuorateApi } from '../../../client/extension/main';
import { workspaceFile } from './diagnostics';

const node = workspaceFile('shop/db2/etc/mysql/my.cnf');
const proxy = workspaceFile('shop/lb1/etc/haproxy/haproxy.cfg');

/** Where a text begins in a file. */
async function positionOf(uri: vscode.Uri, text: string): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${uri.path}`);
  return document.positionAt(at);
}

async function hoverText(uri: vscode.Uri, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    await positionOf(uri, text),
  );
  return hovers
    .flatMap((hover) => hover.contents.map((content) => (typeof content === 'string' ? content : content.value)))
    .join('\n');
}

async function proposals(uri: vscode.Uri, position: vscode.Position): Promise<string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('what VS Code knows', () => {
  it('of a file: its host and cluster, above line 1', async () => {
    await vscode.window.showTextDocument(node);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', node, 10);
    assert.deepEqual(
      lenses.map((lens) => [lens.range.start.line, lens.command?.title]),
      [[0, 'host db2 · cluster shop (4 hosts)']],
    );
  });

  it('of an option: what it is, and its value on every host', async () => {
    const text = await hoverText(node, 'server_id');
    assert.match(text, /\*\*server_id\*\*/);
    assert.match(text, /\| db2 \| `102`/);
    assert.match(text, /\| db1 \| `101`/);
  });

  it('of a server line: the host behind its address', async () => {
    assert.match(await hoverText(proxy, '10.0.0.3:3306'), /Host \*\*db3\*\* of cluster shop/);
  });

  it('of names and values that fit', async () => {
    const document = await vscode.workspace.openTextDocument(node);
    const names = await proposals(node, new vscode.Position(document.lineCount - 1, 0));
    for (const name of ['max_connections', 'wsrep_sst_method'])
      assert.ok(names.includes(name), `${name} is not proposed`);
    const value = (await positionOf(node, 'binlog_format')).translate(0, 'binlog_format = '.length);
    for (const word of ['ROW', 'MIXED', 'STATEMENT']) assert.ok((await proposals(node, value)).includes(word), word);
    const backend = (await positionOf(proxy, 'default_backend')).translate(0, 'default_backend '.length);
    assert.deepEqual((await proposals(proxy, backend)).includes('databases'), true);
  });

  it('of the outline of a file', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      proxy,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['defaults', 'frontend clients', 'backend databases'],
    );
  });

  it('of the languages of its files', async () => {
    const languages = await Promise.all(
      [node, proxy, workspaceFile('quorum/serv1/corosync.conf')].map(
        async (file) => (await vscode.workspace.openTextDocument(file)).languageId,
      ),
    );
    assert.deepEqual(languages, ['mycnf', 'haproxy', 'corosync']);
  });

  it('of clusters, hosts and files, in the Hosts view', async () => {
    const extension = vscode.extensions.getExtension<QuorateApi>('quorate.quorate');
    assert.ok(extension);
    const { hosts } = await extension.activate();
    await vscode.commands.executeCommand('quorate.hosts.focus');
    const clusters = await hosts.getChildren();
    const names = clusters.map((each) => hosts.getTreeItem(each).label);
    assert.deepEqual([...names].sort(), ['pair', 'quorum', 'shop', 'store']);
    const shop = clusters[names.indexOf('shop')];
    const members = await hosts.getChildren(shop);
    assert.deepEqual(members.map((each) => hosts.getTreeItem(each).label).sort(), ['db1', 'db2', 'db3', 'lb1']);
    const [file] = await hosts.getChildren(members[0]);
    assert.ok(file);
    assert.equal(hosts.getTreeItem(file).command?.command, 'vscode.open');
  });

  it('of its own commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const command of ['quorate.showHosts', 'quorate.fixWorkspace', 'quorate.explain', 'quorate.restart'])
      assert.ok(commands.includes(command), command);
  });
});
