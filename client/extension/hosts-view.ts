import * as vscode from 'vscode';
import { clustersRequest, type ClusterView, type FileView, type HostView } from '../../server/lsp/protocol';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** A row of the view. */
export type HostsNode =
  | { readonly kind: 'cluster'; readonly cluster: ClusterView }
  | { readonly kind: 'host'; readonly host: HostView }
  | { readonly kind: 'file'; readonly file: FileView };

/** The Hosts view: clusters, their hosts, and the files of each with what is found in them. */
export class HostsView implements vscode.TreeDataProvider<HostsNode> {
  /** @param onDidChangeTreeData when the clusters may have changed */
  constructor(
    private readonly client: BaseLanguageClient,
    readonly onDidChangeTreeData: vscode.Event<void>,
  ) {}

  async getChildren(node?: HostsNode): Promise<HostsNode[]> {
    if (!node) {
      const clusters = await this.client.sendRequest<ClusterView[]>(clustersRequest);
      return clusters.map((cluster) => ({ kind: 'cluster', cluster }));
    }
    switch (node.kind) {
      case 'cluster':
        return node.cluster.hosts.map((host) => ({ kind: 'host', host }));
      case 'host':
        return node.host.files.map((file) => ({ kind: 'file', file }));
      case 'file':
        return [];
    }
  }

  getTreeItem(node: HostsNode): vscode.TreeItem {
    switch (node.kind) {
      case 'cluster':
        return clusterItem(node.cluster);
      case 'host':
        return hostItem(node.host);
      case 'file':
        return fileItem(node.file);
    }
  }
}

/** The files of a row and of those below it. */
export function filesOf(node: HostsNode): readonly FileView[] {
  switch (node.kind) {
    case 'cluster':
      return node.cluster.hosts.flatMap((host) => host.files);
    case 'host':
      return node.host.files;
    case 'file':
      return [node.file];
  }
}

function clusterItem(cluster: ClusterView): vscode.TreeItem {
  const item = new vscode.TreeItem(cluster.name, vscode.TreeItemCollapsibleState.Expanded);
  item.description = [cluster.kinds.join(', '), totals(cluster.hosts.flatMap((host) => host.files))]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = `One cluster, because ${cluster.why}.`;
  item.iconPath = new vscode.ThemeIcon('type-hierarchy');
  item.contextValue = 'cluster';
  return item;
}

function hostItem(host: HostView): vscode.TreeItem {
  const item = new vscode.TreeItem(host.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = [host.addresses.join(', '), host.server, totals(host.files)].filter(Boolean).join(' · ');
  item.tooltip = [host.name, host.roles.join(', ')].filter(Boolean).join(': ');
  item.iconPath = new vscode.ThemeIcon(host.roles.includes('proxy') && !host.server ? 'split-horizontal' : 'server');
  item.contextValue = 'host';
  return item;
}

function fileItem(file: FileView): vscode.TreeItem {
  const uri = vscode.Uri.parse(file.uri);
  const item = new vscode.TreeItem(uri);
  item.label = file.hostPath ?? file.path.slice(file.path.lastIndexOf('/') + 1);
  item.description = [file.hostPath ? '' : file.path, totals([file])].filter(Boolean).join(' · ');
  item.tooltip = `${file.path}: ${file.why}.`;
  item.iconPath = vscode.ThemeIcon.File;
  item.command = { title: 'Open', command: 'vscode.open', arguments: [uri] };
  item.contextValue = 'file';
  return item;
}

/** `2 errors, 1 warning`, in words, because a colour alone tells some people nothing. */
function totals(files: readonly FileView[]): string {
  const count = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
  const sum = (pick: (file: FileView) => number): number => files.reduce((total, file) => total + pick(file), 0);
  return [
    ...count(
      sum((file) => file.errors),
      'error',
    ),
    ...count(
      sum((file) => file.warnings),
      'warning',
    ),
  ].join(', ');
}
