import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { QuorateApi } from '../../../client/extension/main';
import { findingsOf, workspaceFile } from './diagnostics';

const file = workspaceFile('shop/db1/etc/mysql/my.cnf');

/** Waits until the pages among the tabs have these names; tabs are told of some time after what they show. */
async function pagesAre(...wanted: string[]): Promise<void> {
  const labels = (): string[] =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.filter(({ input }) => input instanceof vscode.TabInputWebview).map(({ label }) => label),
    );
  while (labels().join('\n') !== wanted.join('\n'))
    await new Promise<void>((resolve) => {
      const subscription = vscode.window.tabGroups.onDidChangeTabs(() => {
        subscription.dispose();
        resolve();
      });
    });
}

describe('the comparison of hosts in VS Code', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens a page for the cluster of a file, and keeps to one', async () => {
    const extension = vscode.extensions.getExtension<QuorateApi>('quorate.quorate');
    assert.ok(extension);
    const { comparison, hosts } = await extension.activate();
    await findingsOf('replication/server-id-duplicated', workspaceFile('pair/db1/etc/mysql/my.cnf'));
    await vscode.commands.executeCommand('quorate.compare', file);
    assert.deepEqual(
      comparison.shown.map(({ cluster, programs }) => [cluster, ...programs.map(({ hosts: names }) => names)]),
      [['shop', ['db1', 'db2', 'db3']]],
    );
    const clusters = await hosts.getChildren();
    const pair = clusters.find((node) => hosts.getTreeItem(node).label === 'pair');
    await vscode.commands.executeCommand('quorate.compare', pair);
    assert.deepEqual(
      comparison.shown.map(({ cluster }) => cluster),
      ['pair'],
    );
    await pagesAre('Compare pair');
  });
});
