import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { clustersRequest, type ClusterView, type FileView } from '../../server/lsp/protocol';

const icons: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'info',
  [vscode.DiagnosticSeverity.Hint]: 'lightbulb',
};

/** One of our findings, with its file. */
interface Found {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

/** The cluster of the file somebody looks at, with the worst that is found in it. A click lists all of it. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('quorate.cluster', vscode.StatusBarAlignment.Left);
  private readonly subscriptions: { dispose(): unknown }[];
  private clusters: readonly ClusterView[] = [];

  constructor(
    private readonly client: BaseLanguageClient,
    onClustersChanged: vscode.Event<void>,
  ) {
    this.item.name = 'Quorate: Cluster at Hand';
    this.item.command = 'quorate.showProblems';
    this.subscriptions = [
      this.item,
      onClustersChanged(() => void this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.languages.onDidChangeDiagnostics(() => this.draw()),
      vscode.commands.registerCommand('quorate.showProblems', () => this.list()),
    ];
  }

  /** What it says now; undefined while nothing is to be said. */
  get text(): string | undefined {
    return this.current() && this.item.text;
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }

  private async refresh(): Promise<void> {
    this.clusters = await this.client.sendRequest<ClusterView[]>(clustersRequest);
    await vscode.commands.executeCommand('setContext', 'quorate.hasClusters', this.clusters.length > 0);
    this.draw();
  }

  private draw(): void {
    const cluster = this.current();
    if (!cluster) {
      this.item.hide();
      return;
    }
    const found = findingsIn(cluster);
    const [worst] = found;
    const icon = worst ? icons[worst.diagnostic.severity] : 'check';
    const more = found.length > 1 ? ` +${found.length - 1}` : '';
    this.item.text = `$(${icon}) ${cluster.name}${worst ? `: ${shortName(worst.diagnostic)}${more}` : ''}`;
    this.item.tooltip = worst?.diagnostic.message ?? `Nothing is found in cluster ${cluster.name}.`;
    const spoken = worst ? `${found.length} findings, the worst: ${worst.diagnostic.message}` : 'no findings';
    this.item.accessibilityInformation = { label: `Cluster ${cluster.name}: ${spoken}`, role: 'button' };
    this.item.show();
  }

  /** The findings of the cluster, the worst first; choosing one goes to its line. */
  private async list(): Promise<void> {
    const cluster = this.current();
    if (!cluster) {
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    }
    const items = findingsIn(cluster).map(({ uri, diagnostic }) => ({
      label: `$(${icons[diagnostic.severity]}) ${diagnostic.message}`,
      description: `${vscode.workspace.asRelativePath(uri)}:${diagnostic.range.start.line + 1}`,
      uri,
      selection: diagnostic.range,
    }));
    const title = `Findings in cluster ${cluster.name}`;
    const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    if (picked) await vscode.window.showTextDocument(picked.uri, { selection: picked.selection });
  }

  private current(): ClusterView | undefined {
    const open = vscode.window.activeTextEditor?.document.uri.toString();
    return open === undefined
      ? undefined
      : this.clusters.find((cluster) => filesOf(cluster).some(({ uri }) => vscode.Uri.parse(uri).toString() === open));
  }
}

function filesOf({ hosts }: ClusterView): readonly FileView[] {
  return hosts.flatMap(({ files }) => files);
}

function findingsIn(cluster: ClusterView): Found[] {
  const uris = new Set(filesOf(cluster).map(({ uri }) => uri));
  return [...uris]
    .filter((uri) => uri !== '')
    .map((uri) => vscode.Uri.parse(uri))
    .flatMap((uri) => vscode.languages.getDiagnostics(uri).map((diagnostic) => ({ uri, diagnostic })))
    .filter(({ diagnostic }) => diagnostic.source === 'quorate')
    .sort((a, b) => a.diagnostic.severity - b.diagnostic.severity);
}

/** The rule without its area: `server-id-duplicated`. */
function shortName({ code }: vscode.Diagnostic): string {
  const id = String(typeof code === 'object' ? code.value : code);
  return id.slice(id.indexOf('/') + 1);
}
