import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clustersRequest, type ClusterView } from '../../server/lsp/protocol';
import { ComparePanel } from './compare-panel';
import { filesOf, type HostsNode } from './hosts-view';

/** "Compare with other hosts": of a row of the Hosts view, of a file, or of a cluster to be chosen. */
export function registerCompare(
  context: vscode.ExtensionContext,
  client: BaseLanguageClient,
  onClustersChanged: vscode.Event<void>,
): ComparePanel {
  const panel = new ComparePanel(client, context.extensionUri, onClustersChanged);
  const run = async (given?: vscode.Uri | HostsNode): Promise<void> => {
    const uri = fileOf(given) ?? (await fileOfEditor(client)) ?? (await chooseFile(client));
    if (uri !== undefined) await panel.show(uri);
  };
  context.subscriptions.push(panel, vscode.commands.registerCommand('quorate.compare', run));
  return panel;
}

function fileOf(given: vscode.Uri | HostsNode | undefined): string | undefined {
  if (given === undefined) return undefined;
  return given instanceof vscode.Uri ? given.toString() : filesOf(given)[0]?.uri;
}

/** The file somebody looks at, where it belongs to a host. */
async function fileOfEditor(client: BaseLanguageClient): Promise<string | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri.toString();
  const clusters = await client.sendRequest<ClusterView[]>(clustersRequest);
  const isOurs = (uri: string): boolean => vscode.Uri.parse(uri).toString() === open;
  return clusters.flatMap(({ hosts }) => hosts.flatMap(({ files }) => files)).find(({ uri }) => isOurs(uri))?.uri;
}

async function chooseFile(client: BaseLanguageClient): Promise<string | undefined> {
  const clusters = await client.sendRequest<ClusterView[]>(clustersRequest);
  const items = clusters.map((cluster) => ({
    label: cluster.name,
    description: cluster.hosts.map((host) => host.name).join(', '),
    uri: cluster.hosts.flatMap((host) => host.files)[0]?.uri,
  }));
  if (items.length === 0) void vscode.window.showInformationMessage('Quorate knows no cluster here yet.');
  if (items.length < 2) return items[0]?.uri;
  return (await vscode.window.showQuickPick(items, { title: 'Compare the Hosts of a Cluster' }))?.uri;
}
