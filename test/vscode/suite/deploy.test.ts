import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the deploy in VS Code', () => {
  it('is there in a trusted folder, and loads what talks to hosts only when it is used', async () => {
    const extension = vscode.extensions.getExtension('quorate.quorate');
    assert.ok(extension);
    await extension.activate();
    assert.ok((await vscode.commands.getCommands()).includes('quorate.deploy'));
    const hosts = require.resolve(vscode.Uri.joinPath(extension.extensionUri, 'dist/hosts.js').fsPath);
    assert.equal(require.cache[hosts], undefined);
  });
});
