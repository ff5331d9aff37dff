import * as vscode from 'vscode';
import type { DriftedLines, UnitResult } from '../hosts/main';

/** Lines in which files differ from those of their hosts, as findings of the editor. */
export class DeployDrift implements vscode.Disposable {
  private readonly findings = vscode.languages.createDiagnosticCollection('quorate drift');
  private shown: readonly DriftedLines[] = [];

  dispose(): void {
    this.findings.dispose();
  }

  /** Hosts that have got their files differ from them no more. */
  async forget(deployed: readonly UnitResult[]): Promise<void> {
    const isDeployed = ({ cluster, host }: DriftedLines): boolean =>
      deployed.some((each) => each.cluster === cluster && each.unit.hosts.some(({ name }) => name === host));
    const rest = this.shown.filter((each) => !isDeployed(each));
    if (rest.length < this.shown.length) await this.show(rest);
  }

  async show(drifted: readonly DriftedLines[]): Promise<void> {
    this.shown = drifted;
    this.findings.clear();
    for (const source of new Set(drifted.map((each) => each.source))) {
      const uri = await whereIs(source);
      if (!uri) continue;
      const found = drifted.filter((each) => each.source === source).map(diagnostic);
      this.findings.set(uri, found);
    }
  }
}

function diagnostic({ first, last, message }: DriftedLines): vscode.Diagnostic {
  const range = new vscode.Range(first - 1, 0, last - 1, 1000);
  const found = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  found.source = 'quorate drift';
  return found;
}

/** The file of a path that is relative to one of the folders of the workspace. */
async function whereIs(path: string): Promise<vscode.Uri | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.joinPath(folder.uri, path);
    try {
      await vscode.workspace.fs.stat(uri);
      return uri;
    } catch {
      continue;
    }
  }
  return undefined;
}
