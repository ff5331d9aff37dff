import * as vscode from 'vscode';

/** How long Quorate may take to report; passing it means that the finding never comes, not that it is slow. */
const patienceMs = 30_000;

/**
 * The URI of a file of the opened workspace.
 *
 * @param path relative to the workspace folder, with `/`
 */
export function workspaceFile(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no folder is opened');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** The rule that a diagnostic of Quorate came from, such as `replication/server-id-duplicated`. */
export function ruleOf(diagnostic: vscode.Diagnostic): string | undefined {
  const { code } = diagnostic;
  return typeof code === 'object' ? String(code.value) : code?.toString();
}

/**
 * Waits until the diagnostics of a file satisfy a condition; the file need not be open.
 *
 * @returns the diagnostics that did
 * @throws Error with the diagnostics there are, when they never do
 */
export async function diagnosticsWhen(
  uri: vscode.Uri,
  condition: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const current = () => vscode.languages.getDiagnostics(uri);
  return new Promise((resolve, reject) => {
    const check = () => {
      const diagnostics = current();
      if (!condition(diagnostics)) return;
      stop();
      resolve(diagnostics);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(check);
    const timer = setTimeout(() => {
      stop();
      const found = current().map((one) => `${one.range.start.line + 1}: ${ruleOf(one)} ${one.message}`);
      reject(new Error(`${uri.fsPath} has only these diagnostics:\n${found.join('\n') || 'none'}`));
    }, patienceMs);
    const stop = () => {
      subscription.dispose();
      clearTimeout(timer);
    };
    check();
  });
}

/** Waits until a rule reports something in a file; gives what it reports there. */
export async function findingsOf(rule: string, uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  const ofRule = (diagnostics: readonly vscode.Diagnostic[]) => diagnostics.filter((one) => ruleOf(one) === rule);
  return ofRule(await diagnosticsWhen(uri, (diagnostics) => ofRule(diagnostics).length > 0));
}
