import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerCommands } from './commands';
import { registerCompare } from './compare-command';
import type { ComparePanel } from './compare-panel';
import { registerDeploy } from './deploy-command';
import { registerFirstUse } from './first-use';
import { HostsView } from './hosts-view';
import { createClient } from './language-client';
import { StatusBar } from './status-bar';
import { registerStatus } from './status-commands';
import type { StatusWatch } from './status-watch';

/** What other extensions, and tests, may use. */
export interface QuorateApi {
  readonly hosts: HostsView;
  readonly comparison: ComparePanel;
  readonly statusBar: StatusBar;
  readonly status: StatusWatch;
}

let client: LanguageClient | undefined;

/** Starts the language server; VS Code calls this when a workspace holds one of our files or a command asks for it. */
export function activate(context: vscode.ExtensionContext): QuorateApi {
  client = createClient(context);
  const hosts = new HostsView(client);
  context.subscriptions.push(client, vscode.window.createTreeView('quorate.hosts', { treeDataProvider: hosts }));
  registerCommands(context, client);
  const comparison = registerCompare(context, client);
  registerFirstUse(context, client);
  const statusBar = new StatusBar(client);
  context.subscriptions.push(statusBar);
  registerDeploy(context, client);
  const status = registerStatus(context, client);
  // Not waited for, so that VS Code goes on; whoever asks the client something waits for the server by that.
  client.start().catch((error: unknown) => {
    void vscode.window.showErrorMessage(`Quorate's language server does not start: ${String(error)}`);
  });
  return { hosts, comparison, statusBar, status };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
