import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticsWhen, findingsOf, ruleOf, workspaceFile } from './diagnostics';

const corosync = [workspaceFile('quorum/serv1/corosync.conf'), workspaceFile('quorum/serv2/corosync.conf')] as const;
const options = [workspaceFile('pair/db1/etc/mysql/my.cnf'), workspaceFile('pair/db2/etc/mysql/my.cnf')] as const;
const proxy = workspaceFile('shop/lb1/etc/haproxy/haproxy.cfg');
const node = workspaceFile('shop/db1/etc/mysql/my.cnf');

/** The text of a file as the editor has it, saved or not. */
async function textOf(uri: vscode.Uri): Promise<string> {
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** The quick fixes of a finding, by title. */
async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  await vscode.window.showTextDocument(uri);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

/** Changes one line, as typing does. */
async function type(uri: vscode.Uri, find: string, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.getText().indexOf(find);
  assert.ok(at >= 0, `${find} is not in ${uri.path}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + find.length)), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('findings in VS Code', () => {
  afterEach(async () => {
    for (const document of vscode.workspace.textDocuments.filter((each) => each.isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('mark the value and point to the other host', async () => {
    const [finding] = await findingsOf('replication/server-id-duplicated', options[1]);
    assert.ok(finding);
    assert.match(finding.message, /server_id 1 of host db2 is also used by host db1/);
    assert.deepEqual(
      [finding.range.start.line, finding.range.start.character, finding.range.end.character],
      [1, 12, 13],
    );
    const [related] = finding.relatedInformation ?? [];
    assert.equal(related?.location.uri.path, options[0].path);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
  });

  it('are mended in both hosts by one quick fix', async () => {
    const [finding] = await findingsOf('corosync/two-node-missing', corosync[0]);
    assert.ok(finding);
    const fix = (await quickFixes(corosync[0], finding.range)).find(({ title }) => /two_node: 1/.test(title));
    assert.ok(fix?.edit, 'no such quick fix');
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    for (const file of corosync) assert.match(await textOf(file), /provider: corosync_votequorum\n {4}two_node: 1\n/);
    for (const file of corosync)
      await diagnosticsWhen(file, (found) => found.every((each) => ruleOf(each) !== 'corosync/two-node-missing'));
  });

  it('appear in a closed file while another one is typed in', async () => {
    await findingsOf('replication/server-id-duplicated', options[0]);
    await type(proxy, '10.0.0.2:3306', '10.0.0.99:3306');
    const [finding] = await findingsOf('cluster/server-not-a-node', proxy);
    assert.match(finding?.message ?? '', /10\.0\.0\.99/);
    await type(node, 'wsrep_cluster_name = shop', 'wsrep_cluster_name = shoq');
    const differs = await findingsOf('galera/cluster-name-differs', node);
    assert.equal(differs.length, 1);
  });

  it('go away when the text is right again', async () => {
    await type(proxy, 'default_backend databases', 'default_backend database');
    await findingsOf('haproxy/undefined-backend', proxy);
    await type(proxy, 'default_backend database', 'default_backend databases');
    await diagnosticsWhen(proxy, (found) => found.every((each) => ruleOf(each) !== 'haproxy/undefined-backend'));
  });

  it('are left alone where a comment gives the reason', async () => {
    await findingsOf('replication/server-id-duplicated', options[1]);
    await type(
      options[1],
      'server_id = 1',
      '# quorate-ignore replication/server-id-duplicated: being renumbered\nserver_id = 1',
    );
    await diagnosticsWhen(options[1], (found) =>
      found.every((each) => ruleOf(each) !== 'replication/server-id-duplicated'),
    );
  });

  it('are mended by fix all on save', async () => {
    await type(proxy, 'default_backend databases', 'default_backend Databases');
    await findingsOf('haproxy/undefined-backend', proxy);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      proxy,
      new vscode.Range(0, 0, 0, 0),
      'source.fixAll.quorate',
    );
    const [all] = actions;
    assert.ok(all?.edit, 'no fix-all action');
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    assert.match(await textOf(proxy), /default_backend databases\n/);
  });
});
