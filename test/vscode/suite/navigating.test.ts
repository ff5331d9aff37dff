import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsWhen, ruleOf, workspaceFile } from './diagnostics';

const proxy = workspaceFile('store/lb1/etc/haproxy/haproxy.cfg');
const node = workspaceFile('store/db2/etc/mysql/my.cnf');
const corosync = workspaceFile('quorum/serv1/corosync.conf');

async function placeOf(uri: vscode.Uri, text: string, offset = 0): Promise<vscode.Position> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${uri.path}`);
  return document.positionAt(at + offset);
}

function ask<T>(command: string, ...parameters: unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(command, ...parameters);
}

/** `db2/etc/mysql/my.cnf:11`, sorted. */
function told(found: readonly (vscode.Location | vscode.LocationLink)[]): string[] {
  return found
    .map((each) => ('targetUri' in each ? new vscode.Location(each.targetUri, each.targetRange) : each))
    .map(({ uri, range }) => `${uri.path.slice(uri.path.indexOf('/store/') + 7)}:${range.start.line + 1}`)
    .sort();
}

describe('finding one\u2019s way in VS Code', () => {
  afterEach(async () => {
    for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('from an address to the host that states it, and back to all who point to it', async () => {
    const place = await placeOf(proxy, '10.1.0.2:3306', 3);
    const definition = await ask<vscode.Location[]>('vscode.executeDefinitionProvider', proxy, place);
    assert.deepEqual(told(definition), ['db2/etc/mysql/my.cnf:11']);
    const references = await ask<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      node,
      await placeOf(node, '10.1.0.2\n', 3),
    );
    assert.ok(told(references).includes('lb1/etc/haproxy/haproxy.cfg:14'));
    assert.ok(told(references).includes('db1/etc/mysql/my.cnf:9'));
  });

  it('to the same option on the other hosts', async () => {
    const place = await placeOf(node, 'server_id', 2);
    const found = await ask<vscode.Location[]>('vscode.executeImplementationProvider', node, place);
    assert.deepEqual(told(found), ['db1/etc/mysql/my.cnf:3', 'db3/etc/mysql/my.cnf:3']);
  });

  it('with one new name in the files of all hosts', async () => {
    const place = await placeOf(node, 'wsrep_cluster_name = store', 23);
    const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', node, place, 'depot');
    assert.equal(edit.size, 3);
    assert.ok(await vscode.workspace.applyEdit(edit));
    for (const host of ['db1', 'db2', 'db3']) {
      const file = workspaceFile(`store/${host}/etc/mysql/my.cnf`);
      const text = (await vscode.workspace.openTextDocument(file)).getText();
      assert.match(text, /wsrep_cluster_name = depot\n/);
      await diagnosticsWhen(file, (found) => found.every((each) => ruleOf(each) !== 'galera/cluster-name-differs'));
    }
  });

  it('and is told why a name cannot be had', async () => {
    const place = await placeOf(node, 'wsrep_node_address = 10', 23);
    const renaming = ask('vscode.executeDocumentRenameProvider', node, place, '10.1.0.3');
    await assert.rejects(Promise.resolve(renaming), /belongs to host db3/);
  });

  it('by the name of a host or an option in all files', async () => {
    const found = await ask<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'wsrep_node_name');
    const own = found.filter(({ location }) => location.uri.path.includes('/store/'));
    const names = own.map(({ name }) => name).filter((name) => name.startsWith('wsrep_node_name'));
    assert.deepEqual(names.sort(), ['wsrep_node_name = db1', 'wsrep_node_name = db2', 'wsrep_node_name = db3']);
  });
});

describe('what VS Code shows beside the text', () => {
  const whole = new vscode.Range(0, 0, 1000, 0);

  before(async () => {
    for (const file of [proxy, node, corosync]) await vscode.window.showTextDocument(file);
  });

  it('hints and lenses', async () => {
    await vscode.window.showTextDocument(node);
    const hints = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', node, whole);
    assert.deepEqual(
      hints.map(({ label }) => label),
      ['3 of 3 nodes', 'listed by 3 of 3 nodes'],
    );
    await vscode.window.showTextDocument(corosync);
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', corosync, 10);
    assert.match(lenses.map(({ command }) => command?.title).join('\n'), /2 nodes · /);
  });

  it('hints of no kind that is switched off', async () => {
    const settings = vscode.workspace.getConfiguration('quorate.inlayHints');
    const labels = async (): Promise<number> =>
      (await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', node, whole)).length;
    await settings.update('hosts', false, vscode.ConfigurationTarget.Workspace);
    try {
      // The server is told of a setting in its own time.
      for (let tries = 0; tries < 50 && (await labels()) > 0; tries++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(await labels(), 0);
    } finally {
      await settings.update('hosts', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('names in colours of their own', async () => {
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend', proxy);
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens', proxy);
    assert.ok(legend.tokenModifiers.includes('overruled'));
    assert.equal(legend.tokenTypes[tokens.data[3] ?? -1], 'class');
  });

  it('folds, and selections that grow', async () => {
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', proxy);
    assert.deepEqual(folds[0] && [folds[0].start, folds[0].end], [0, 4]);
    const places = [await placeOf(proxy, 'databases', 2)];
    const [selection] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', proxy, places);
    assert.ok(selection?.parent?.parent);
  });

  it('the grammar of the keyword that is being written', async () => {
    const place = await placeOf(proxy, 'timeout connect 5s', 16);
    const help = await ask<vscode.SignatureHelp>('vscode.executeSignatureHelpProvider', proxy, place, ' ');
    assert.match(help.signatures[0]?.label ?? '', /^timeout connect <timeout>/);
  });

  it('a tidy file', async () => {
    const text = 'defaults\nmode   tcp\n';
    const document = await vscode.workspace.openTextDocument(proxy);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(proxy, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', proxy, {
      tabSize: 4,
      insertSpaces: true,
    });
    const tidy = new vscode.WorkspaceEdit();
    tidy.set(proxy, edits);
    assert.ok(await vscode.workspace.applyEdit(tidy));
    assert.equal(document.getText(), 'defaults\n    mode tcp\n');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

describe('beside another extension that owns the id haproxy', () => {
  const claimed = workspaceFile('store/db3/etc/mysql/my.cnf');

  it('files are served whatever language they were given', async () => {
    assert.ok(vscode.extensions.getExtension('test.other-haproxy'), 'the other extension is not installed');
    assert.equal((await vscode.workspace.openTextDocument(claimed)).languageId, 'other-options');
    assert.equal((await vscode.workspace.openTextDocument(proxy)).languageId, 'haproxy');
    const place = await placeOf(claimed, 'server_id', 2);
    const hovers = await ask<vscode.Hover[]>('vscode.executeHoverProvider', claimed, place);
    assert.match(
      hovers.flatMap(({ contents }) => contents.map((each) => (typeof each === 'string' ? each : each.value))).join(),
      /server_id/,
    );
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', claimed, 10);
    assert.match(lenses[0]?.command?.title ?? '', /host db3/);
  });
});
