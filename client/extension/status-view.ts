import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { serverName } from '../../server/core/ops/status/cluster';
import { levelNames } from '../../server/core/ops/status/picture/svg';
import { type Level, type Verdict, worst } from '../../server/core/ops/status/verdict';
import { causesRequest, type CausesParams, type CauseView } from '../../server/lsp/protocol';
import type { ClusterStatus } from '../hosts/main';
import type { StatusWatch } from './status-watch';

type Node =
  | { readonly kind: 'cluster'; readonly status: ClusterStatus }
  | { readonly kind: 'host'; readonly status: ClusterStatus; readonly host: string }
  | { readonly kind: 'verdict'; readonly status: ClusterStatus; readonly verdict: Verdict };

/** The Cluster view: clusters, hosts, and what is to be said of each program and channel, worst first. */
export class StatusView implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly watch: StatusWatch) {
    watch.onDidChange(() => this.changed.fire(undefined));
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.watch.last.map((status) => ({ kind: 'cluster', status }));
    const { status } = node;
    switch (node.kind) {
      case 'cluster':
        return status.target.hosts.map(({ name }) => ({ kind: 'host', status, host: name }));
      case 'host':
        return status.verdicts
          .filter(({ hosts }) => hosts.includes(node.host))
          .map((verdict) => ({ kind: 'verdict', status, verdict }));
      case 'verdict':
        return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'cluster':
        return clusterItem(node.status);
      case 'host':
        return hostItem(node.status, node.host);
      case 'verdict':
        return verdictItem(node.status, node.verdict);
    }
  }
}

const icons: Readonly<Record<Level, string>> = {
  healthy: 'pass',
  note: 'info',
  unknown: 'question',
  degraded: 'warning',
  critical: 'error',
};

function clusterItem({ target, verdicts, milliseconds }: ClusterStatus): vscode.TreeItem {
  const item = new vscode.TreeItem(target.name, vscode.TreeItemCollapsibleState.Expanded);
  const level = worst(verdicts);
  item.description = `${levelNames[level]} · ${Math.round(milliseconds)} ms`;
  item.iconPath = new vscode.ThemeIcon(icons[level]);
  return item;
}

function hostItem({ hosts, verdicts }: ClusterStatus, host: string): vscode.TreeItem {
  const own = verdicts.filter((verdict) => verdict.hosts.includes(host));
  const level = worst(own);
  const isBad = level !== 'healthy' && level !== 'note';
  const state = isBad ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(host, own.length > 0 ? state : vscode.TreeItemCollapsibleState.None);
  const database = hosts.find((each) => each.host === host)?.database;
  item.description = [levelNames[level], database?.answered ? serverName(database.value) : '']
    .filter(Boolean)
    .join(' · ');
  item.iconPath = new vscode.ThemeIcon(icons[level]);
  return item;
}

function verdictItem({ target }: ClusterStatus, verdict: Verdict): vscode.TreeItem {
  const item = new vscode.TreeItem(verdict.summary);
  item.description = [levelNames[verdict.level], verdict.subject].filter(Boolean).join(' · ');
  item.iconPath = new vscode.ThemeIcon(icons[verdict.level]);
  item.tooltip = detailsOf(verdict);
  if (verdict.causes && verdict.causes.length > 0) {
    const params: CausesParams = { cluster: target.name, causes: verdict.causes };
    item.command = { title: 'Go to the Line', command: 'quorate.goToCause', arguments: [params] };
  }
  return item;
}

/** Reason, next step and evidence. Values come from hosts, so none of it is read as Markdown. */
function detailsOf({ means, next, evidence, since, id }: Verdict): vscode.MarkdownString {
  const details = new vscode.MarkdownString();
  details.appendText(`${means}\n\nNext: ${next}\n\n`);
  if (since !== undefined) details.appendText(`Since ${new Date(since).toLocaleString()}\n\n`);
  details.appendCodeblock(evidence.map(({ host, field, value }) => `${host}: ${field} = ${value}`).join('\n'), 'text');
  details.appendText(id);
  return details;
}

/** Opens the first line of the files that a verdict names as its cause. */
export async function goToCause(client: BaseLanguageClient, params: CausesParams): Promise<void> {
  const places = await client.sendRequest<(CauseView | null)[]>(causesRequest, params);
  const place = places.find((each) => each !== null);
  if (!place) {
    const names = [...new Set(params.causes.map(({ name }) => name))].join(', ');
    void vscode.window.showInformationMessage(`No line of the files sets ${names}: the default counts.`);
    return;
  }
  const at = new vscode.Position(place.line, place.character);
  await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), { selection: new vscode.Range(at, at) });
}
