import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerCommands } from './commands';
import { HostsView } from './hosts-view';
import { createClient } from './language-client';

let client: LanguageClient | undefined;

/** Starts the language server; VS Code calls this when a workspace holds one of our files or a command asks for it. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  client = createClient(context);
  context.subscriptions.push(client, vscode.window.createTreeView('quorate.hosts', { treeDataProvider: new HostsView(client) }));
  registerCommands(context, client);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
