import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clustersChanged } from '../../server/lsp/protocol';

/**
 * Tells everybody who shows clusters that these may have changed. The client keeps one listener for each kind of message,
 * the last that came, so this is the only one.
 */
export function clusterChanges(context: vscode.ExtensionContext, client: BaseLanguageClient): vscode.Event<void> {
  const changes = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changes,
    client.onNotification(clustersChanged, () => changes.fire()),
  );
  return changes.event;
}
