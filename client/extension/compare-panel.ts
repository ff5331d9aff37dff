import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type CompareParams,
  compareRequest,
  type ComparisonView,
  type MakeEqualParams,
  makeEqualRequest,
} from '../../server/lsp/protocol';
import type { CellName, FromPage, Place, ToPage } from '../webview/messages';

/** The table of all hosts' settings, in an editor of its own that follows every keystroke. One is open at a time. */
export class ComparePanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private uri: string | undefined;
  private comparisons: readonly ComparisonView[] = [];
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly client: BaseLanguageClient,
    private readonly extension: vscode.Uri,
    onClustersChanged: vscode.Event<void>,
  ) {
    this.subscription = onClustersChanged(() => void this.refresh());
  }

  /** What the page shows now. */
  get shown(): readonly ComparisonView[] {
    return this.comparisons;
  }

  /** Compares the cluster that a file belongs to. */
  async show(uri: string): Promise<void> {
    this.uri = uri;
    if (this.panel) this.panel.reveal();
    else this.panel = this.open();
    await this.refresh();
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }

  private open(): vscode.WebviewPanel {
    const resources = vscode.Uri.joinPath(this.extension, 'dist');
    const panel = vscode.window.createWebviewPanel('quorate.compare', 'Compare Hosts', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [resources],
      retainContextWhenHidden: false,
    });
    panel.webview.onDidReceiveMessage((message: FromPage) => this.receive(message));
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.html = pageOf(panel.webview, resources);
    return panel;
  }

  private async receive(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.send();
      case 'open':
        return openPlace(message.place);
      case 'make-equal':
        return this.makeEqual(message.cell);
    }
  }

  private async refresh(): Promise<void> {
    const { uri } = this;
    if (!this.panel || uri === undefined) return;
    const params: CompareParams = { uri };
    const comparisons = await this.client.sendRequest<ComparisonView[]>(compareRequest, params);
    // Meanwhile the panel may have been closed, or turned to another cluster.
    if (uri !== this.uri) return;
    this.comparisons = comparisons;
    this.send();
  }

  private send(): void {
    const { panel, comparisons } = this;
    if (!panel) return;
    const [first] = comparisons;
    panel.title = first ? `Compare ${first.cluster}` : 'Compare Hosts';
    const message: ToPage = { comparisons };
    void panel.webview.postMessage(message);
  }

  private async makeEqual(cell: CellName): Promise<void> {
    if (this.uri === undefined) return;
    const params: MakeEqualParams = { uri: this.uri, ...cell };
    try {
      await this.client.sendRequest(makeEqualRequest, params);
    } catch (error) {
      void vscode.window.showErrorMessage(`Quorate: ${(error as Error).message}`);
    }
  }
}

async function openPlace({ uri, line, start, end }: Place): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
    viewColumn: vscode.ViewColumn.Beside,
    selection: new vscode.Range(line, start, line, end),
  });
}

/** Nothing but our own script and style may run or load in the page. */
function pageOf(webview: vscode.Webview, resources: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const uri = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(resources, name)).toString();
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="${uri('compare.css')}">
<title>Compare hosts</title>
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${uri('compare.js')}"></script>
</body>
</html>`;
}
