import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { QuorateApi } from '../../../client/extension/main';
import { findingsOf, workspaceFile } from './diagnostics';

async function api(): Promise<QuorateApi> {
  const extension = vscode.extensions.getExtension<QuorateApi>('quorate.quorate');
  assert.ok(extension);
  return extension.activate();
}

describe('beginning with Quorate in VS Code', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a new cluster is written into a folder of its own, once', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'quorate-new-'));
    try {
      const wanted = { kind: 'pair', name: 'fresh', product: 'mariadb', network: '10.9.8' };
      const create = (): Thenable<unknown> =>
        vscode.commands.executeCommand('quorate.newCluster', wanted, vscode.Uri.file(parent));
      await create();
      const folder = join(parent, 'fresh');
      assert.deepEqual(readdirSync(folder).sort(), ['README.md', 'db1', 'db2', 'quorate.json', 'sql']);
      const file = join(folder, 'db2/etc/mysql/mariadb.conf.d/60-cluster.cnf');
      assert.match(readFileSync(file, 'utf8'), /server_id += 2\n/);
      writeFileSync(file, 'changed');
      await create();
      assert.equal(readFileSync(file, 'utf8'), 'changed');
    } finally {
      rmSync(parent, { recursive: true });
    }
  });

  it('quorate.json says what was found, and is never overwritten', async () => {
    const file = workspaceFile('quorate.json');
    const read = async (): Promise<string> => new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    try {
      await vscode.commands.executeCommand('quorate.createManifest');
      const text = await read();
      assert.match(text, /"name": "shop"/);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file.toString());
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('{}\n'));
      await vscode.commands.executeCommand('quorate.createManifest');
      assert.equal(await read(), '{}\n');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(file);
    }
  });

  it('the Hosts view, the status bar and the open table all hear of a change', async () => {
    const { hosts, statusBar, comparison } = await api();
    const file = workspaceFile('pair/db1/etc/mysql/my.cnf');
    await vscode.commands.executeCommand('quorate.compare', file);
    const editor = await vscode.window.showTextDocument(file);
    while (statusBar.text === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    const [before, shown] = [statusBar.text, JSON.stringify(comparison.shown)];
    const viewHears = new Promise<void>((resolve) => hosts.onDidChangeTreeData(() => resolve()));
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 1, 13), 'server_id = 2'));
    await viewHears;
    while (statusBar.text === before || JSON.stringify(comparison.shown) === shown)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('the status bar names the worst finding of the cluster at hand', async () => {
    const { statusBar } = await api();
    const pair = workspaceFile('pair/db1/etc/mysql/my.cnf');
    await findingsOf('replication/server-id-duplicated', pair);
    await vscode.window.showTextDocument(pair);
    const wanted = /^\$\(error\) pair: server-id-duplicated( \+\d+)?$/;
    // It asks the server for the clusters first, so it follows a moment later; Mocha's limit ends the wait.
    while (!wanted.test(statusBar.text ?? '')) await new Promise((resolve) => setTimeout(resolve, 50));
    const readme = await vscode.workspace.openTextDocument({ content: 'no host has this' });
    await vscode.window.showTextDocument(readme);
    while (statusBar.text !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  });
});
