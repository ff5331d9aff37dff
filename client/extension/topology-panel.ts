import * as vscode from 'vscode';
import { topologyMermaid } from '../../server/core/ops/status/picture/mermaid';
import { inWords, topologySvg } from '../../server/core/ops/status/picture/svg';
import { type Topology, topologyOf } from '../../server/core/ops/status/picture/topology';
import type { StatusWatch } from './status-watch';

/** The picture of the running clusters, in an editor of its own. The page runs no script. */
export class TopologyPanel implements vscode.Disposable {
  private readonly nonce = crypto.randomUUID();
  private panel: vscode.WebviewPanel | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly watch: StatusWatch) {
    this.subscription = watch.onDidChange(() => this.refresh());
  }

  async show(): Promise<void> {
    if (this.watch.last.length === 0) await this.watch.look();
    if (this.panel) this.panel.reveal();
    else {
      this.panel = vscode.window.createWebviewPanel('quorate.topology', 'Cluster Topology', vscode.ViewColumn.Active, {
        enableScripts: false,
        localResourceRoots: [],
      });
      this.panel.onDidDispose(() => (this.panel = undefined));
    }
    this.refresh();
  }

  /** Opens the picture as a text to save: `svg` or `mermaid`. */
  async export(format: 'svg' | 'mermaid'): Promise<void> {
    if (this.watch.last.length === 0) await this.watch.look();
    const write = format === 'svg' ? topologySvg : topologyMermaid;
    for (const topology of this.topologies) {
      const language = format === 'svg' ? 'xml' : 'plaintext';
      const document = await vscode.workspace.openTextDocument({ language, content: write(topology) });
      await vscode.window.showTextDocument(document, { preview: false });
    }
  }

  dispose(): void {
    this.subscription.dispose();
    this.panel?.dispose();
  }

  private get topologies(): readonly Topology[] {
    return this.watch.last.map(({ target, hosts, verdicts }) => topologyOf(target, hosts, verdicts));
  }

  private refresh(): void {
    if (!this.panel) return;
    const html = pageOf(this.topologies, this.nonce);
    // A page that is set anew loses the place somebody has reached with the keyboard.
    if (this.panel.webview.html !== html) this.panel.webview.html = html;
  }
}

function pageOf(topologies: readonly Topology[], nonce: string): string {
  const styles = `default-src 'none'; style-src 'nonce-${nonce}'`;
  const clusters = topologies.map(
    (topology) =>
      `<section><h2>${escaped(topology.name)}</h2>${topologySvg(topology, nonce)}<p>${escaped(inWords(topology))}</p></section>`,
  );
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${styles}"><title>Cluster Topology</title></head><body>${clusters.join('') || '<p>No cluster found.</p>'}</body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
