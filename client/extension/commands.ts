import * as vscode from 'vscode';
import { type BaseLanguageClient, ExecuteCommandRequest } from 'vscode-languageclient';
import { explainRequest, fixWorkspaceCommand, type RulePage, rulesRequest } from '../../server/lsp/protocol';

/** The commands of the palette. */
export function registerCommands(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const register = (command: string, run: (...parameters: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(command, run));
  };
  register('quorate.showHosts', () => vscode.commands.executeCommand('quorate.hosts.focus'));
  register('quorate.restart', async () => {
    await client.stop();
    await client.start();
  });
  register('quorate.fixWorkspace', () => fixWorkspace(client));
  register('quorate.explain', (rule?: string) => explain(client, rule));
}

/** Applies every safe fix; changed files stay open and unsaved until the person has looked, or saves them all at once. */
async function fixWorkspace(client: BaseLanguageClient): Promise<void> {
  const fixed = (await client.sendRequest(ExecuteCommandRequest.type, { command: fixWorkspaceCommand })) as number;
  if (fixed === 0) {
    void vscode.window.showInformationMessage('Quorate has no safe fix to apply.');
    return;
  }
  const save = 'Save All';
  const answer = await vscode.window.showInformationMessage(
    `Quorate applied ${fixed === 1 ? 'one fix' : `${fixed} fixes`}. Look through the changed files, then save them.`,
    save,
  );
  if (answer === save) await vscode.workspace.saveAll(false);
}

async function explain(client: BaseLanguageClient, rule?: string): Promise<void> {
  const chosen = rule ?? (await chooseRule(client));
  if (chosen === undefined) return;
  const content = await client.sendRequest<string>(explainRequest, chosen);
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.commands.executeCommand('markdown.showPreview', document.uri);
}

async function chooseRule(client: BaseLanguageClient): Promise<string | undefined> {
  const rules = await client.sendRequest<RulePage[]>(rulesRequest);
  const items = rules.map(({ id, summary, severity }) => ({ label: id, description: severity, detail: summary }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Explain a Rule', matchOnDetail: true });
  return picked?.label;
}
