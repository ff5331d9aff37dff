import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clusterChanges } from './cluster-changes';
import { registerCommands } from './commands';
import { registerCompare } from './compare-command';
import type { ComparePanel } from './compare-panel';
import { registerFirstUse } from './first-use';
import { HostsView } from './hosts-view';
import { StatusBar } from './status-bar';
import { serveFiles } from './workspace-files';

/** What other extensions, and tests, may use of what is there everywhere. */
export interface CommonApi {
  readonly hosts: HostsView;
  readonly comparison: ComparePanel;
  readonly statusBar: StatusBar;
}

/** Everything the extension has on a desktop and in a browser alike, around a client that is not started yet. */
export function start(context: vscode.ExtensionContext, client: BaseLanguageClient): CommonApi {
  const onClustersChanged = clusterChanges(context, client);
  const hosts = new HostsView(client, onClustersChanged);
  context.subscriptions.push(client, vscode.window.createTreeView('quorate.hosts', { treeDataProvider: hosts }));
  serveFiles(client, context.extensionUri);
  registerCommands(context, client);
  const comparison = registerCompare(context, client, onClustersChanged);
  registerFirstUse(context, client);
  const statusBar = new StatusBar(client, onClustersChanged);
  context.subscriptions.push(statusBar);
  // Not waited for, so that VS Code goes on; whoever asks the client something waits for the server by that.
  client.start().catch((error: unknown) => {
    void vscode.window.showErrorMessage(`Quorate's language server does not start: ${String(error)}`);
  });
  return { hosts, comparison, statusBar };
}
