import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { findingsOf, workspaceFile } from './diagnostics';

describe('in VS Code', () => {
  it('activates in a workspace with option files', async () => {
    await vscode.workspace.openTextDocument(workspaceFile('pair/db1/etc/mysql/my.cnf'));
    const extension = vscode.extensions.getExtension('quorate.quorate');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('reports a server_id that two hosts share in both files, though only one is open', async () => {
    const [open, closed] = [workspaceFile('pair/db1/etc/mysql/my.cnf'), workspaceFile('pair/db2/etc/mysql/my.cnf')];
    await vscode.window.showTextDocument(open);
    for (const file of [open, closed]) {
      const findings = await findingsOf('replication/server-id-duplicated', file);
      assert.deepEqual(
        findings.map((finding) => finding.range.start.line),
        [1],
      );
    }
    assert.equal(
      vscode.workspace.textDocuments.some((document) => document.uri.path === closed.path),
      false,
    );
  });
});
