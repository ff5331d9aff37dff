import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { QuorateApi } from '../../../client/extension/main';
import { workspaceFile } from './diagnostics';

/** The hosts of this workspace exist in its files only, so what can be shown is that nobody answers. */
describe('the status of running clusters in VS Code', function () {
  this.timeout(60_000);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  async function looked(): Promise<QuorateApi['status']> {
    await vscode.workspace.openTextDocument(workspaceFile('pair/db1/etc/mysql/my.cnf'));
    const extension = vscode.extensions.getExtension<QuorateApi>('quorate.quorate');
    assert.ok(extension);
    const { status } = await extension.activate();
    if (status.last.length === 0) await vscode.commands.executeCommand('quorate.showStatus');
    return status;
  }

  it('asks every host of every cluster, and calls none of them healthy', async () => {
    const status = await looked();
    assert.ok(status.last.some(({ target }) => target.name === 'pair'));
    for (const { target, hosts, verdicts } of status.last) {
      assert.equal(hosts.length, target.hosts.length);
      for (const { name, database } of target.hosts) {
        if (database)
          assert.ok(
            verdicts.some((verdict) => verdict.hosts.includes(name) && verdict.level !== 'healthy'),
            name,
          );
      }
    }
  });

  it('draws them, and hands the picture out as text', async () => {
    await looked();
    await vscode.commands.executeCommand('quorate.showTopology');
    await vscode.commands.executeCommand('quorate.exportTopologyMermaid');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^flowchart TD\n/);
    await vscode.commands.executeCommand('quorate.exportTopologySvg');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^<svg /);
  });
});
