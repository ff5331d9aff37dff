import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { levelNames } from '../../server/core/ops/status/picture/svg';
import type { CausesParams } from '../../server/lsp/protocol';
import { goToCause, StatusView } from './status-view';
import { passwordKey, StatusWatch } from './status-watch';
import { TopologyPanel } from './topology-panel';

/** The Cluster view, its picture, the status bar item and the commands of the running clusters. */
export function registerStatus(context: vscode.ExtensionContext, client: BaseLanguageClient): StatusWatch {
  const watch = new StatusWatch(client, context.secrets);
  const topology = new TopologyPanel(watch);
  const tree = vscode.window.createTreeView('quorate.status', { treeDataProvider: new StatusView(watch) });
  const bar = vscode.window.createStatusBarItem('quorate.status', vscode.StatusBarAlignment.Left);
  bar.name = 'Quorate: running clusters';
  bar.command = 'quorate.status.focus';
  const icons = { healthy: 'pass', note: 'pass', unknown: 'question', degraded: 'warning', critical: 'error' };
  watch.onDidChange(() => {
    if (watch.last.length === 0) return;
    bar.text = `$(${icons[watch.level]}) Clusters ${levelNames[watch.level]}${watch.isWatching ? ' (watching)' : ''}`;
    bar.tooltip = watch.last.map(({ target, at }) => `${target.name}: ${new Date(at).toLocaleTimeString()}`).join('\n');
    bar.show();
  });
  context.subscriptions.push(watch, topology, tree, bar);
  const register = (command: string, run: (...parameters: never[]) => unknown): void => {
    const guarded = (...parameters: never[]): unknown => {
      if (vscode.workspace.isTrusted) return run(...parameters);
      return vscode.window.showWarningMessage('Quorate connects to no host from a workspace that is not trusted.');
    };
    context.subscriptions.push(vscode.commands.registerCommand(command, guarded));
  };
  const look = async (): Promise<void> => {
    await vscode.window.withProgress({ location: { viewId: 'quorate.status' } }, () => watch.look());
  };
  register('quorate.showStatus', async () => {
    await vscode.commands.executeCommand('quorate.status.focus');
    await look();
  });
  register('quorate.refreshStatus', look);
  register('quorate.watchStatus', () => watch.start());
  register('quorate.stopWatching', () => watch.stop());
  register('quorate.showTopology', () => topology.show());
  register('quorate.exportTopologySvg', () => topology.export('svg'));
  register('quorate.exportTopologyMermaid', () => topology.export('mermaid'));
  register('quorate.goToCause', (params: CausesParams) => goToCause(client, params));
  register('quorate.storePassword', async () => {
    const prompt = 'Password of the monitoring account; an empty one is forgotten';
    const password = await vscode.window.showInputBox({ prompt, password: true });
    if (password === '') await context.secrets.delete(passwordKey);
    else if (password !== undefined) await context.secrets.store(passwordKey, password);
    // Who was refused just now wants to see whether this one is right.
    if (password !== undefined && watch.last.length > 0) await look();
  });
  return watch;
}
