import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  manifestRequest,
  type NewClusterKind,
  newClusterKindsRequest,
  type NewClusterParams,
  newClusterRequest,
  type NewFile,
} from '../../server/lsp/protocol';

/** What helps people who begin: the walkthrough, a new cluster, a manifest of what is there. */
export function registerFirstUse(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const register = (command: string, run: (...parameters: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(command, run));
  };
  const walkthrough = `${context.extension.id}#quorate.start`;
  register('quorate.openWalkthrough', () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false),
  );
  register('quorate.createManifest', () => createManifest(client));
  register('quorate.newCluster', (given?: NewClusterParams, folder?: vscode.Uri) =>
    createCluster(client, given, folder),
  );
}

/** Writes quorate.json into a folder and shows it, or shows the one that is there. */
async function createManifest(client: BaseLanguageClient): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const file = vscode.Uri.joinPath(folder.uri, 'quorate.json');
  if (!(await exists(file))) {
    const text = await client.sendRequest<string | null>(manifestRequest, folder.uri.toString());
    if (text === null) return;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  }
  await vscode.window.showTextDocument(file);
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (!first) void vscode.window.showInformationMessage('Open the folder with the configuration of your hosts first.');
  return others.length > 0 ? vscode.window.showWorkspaceFolderPick() : first;
}

/** Asks what the cluster is to be, writes its files, and shows the one to read first. */
async function createCluster(client: BaseLanguageClient, given?: NewClusterParams, parent?: vscode.Uri): Promise<void> {
  const wanted = given ?? (await ask(client));
  if (!wanted) return;
  const around = parent ?? (await chooseParent());
  if (!around) return;
  const folder = vscode.Uri.joinPath(around, wanted.name);
  if (await exists(folder)) {
    void vscode.window.showErrorMessage(`${folder.path} is there already; nothing was written.`);
    return;
  }
  const files = await client.sendRequest<NewFile[]>(newClusterRequest, wanted);
  for (const { path, text } of files)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), new TextEncoder().encode(text));
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder, 'README.md'));
  if (!vscode.workspace.getWorkspaceFolder(folder)) void offerToOpen(folder, files.length);
}

async function offerToOpen(folder: vscode.Uri, count: number): Promise<void> {
  const open = 'Open Folder';
  const answer = await vscode.window.showInformationMessage(`${count} files were written to ${folder.path}.`, open);
  if (answer === open) await vscode.commands.executeCommand('vscode.openFolder', folder);
}

/** One question after the other; nothing is written before the last one is answered. */
async function ask(client: BaseLanguageClient): Promise<NewClusterParams | undefined> {
  const kinds = await client.sendRequest<NewClusterKind[]>(newClusterKindsRequest);
  const title = 'New Cluster';
  const items = kinds.map((made) => ({ label: made.title, made }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `${title} (1/4): what is it to be?`,
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  const { kind, products } = picked.made;
  const names: Readonly<Record<string, string>> = { mariadb: 'MariaDB', mysql: 'MySQL' };
  const servers = products.map((product) => ({ label: names[product] ?? product, product }));
  const server =
    servers.length < 2
      ? servers[0]
      : await vscode.window.showQuickPick(servers, { title: `${title} (2/4): which server?`, ignoreFocusOut: true });
  if (!server) return undefined;
  const name = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: `${title} (3/4): its name, also that of its folder`,
    value: 'shop',
    validateInput: (text) =>
      /^[a-z][\w-]{0,31}$/i.test(text) ? undefined : 'A letter first; letters, digits, - and _',
  });
  if (name === undefined) return undefined;
  const network = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: `${title} (4/4): the first three numbers of its addresses`,
    value: '10.0.0',
    validateInput: (text) => (/^\d{1,3}(\.\d{1,3}){2}$/.test(text) ? undefined : 'Three numbers, such as 10.0.0'),
  });
  return network === undefined ? undefined : { kind, name, product: server.product, network };
}

/** The open folder, or one that a person chooses where none is open or several are. */
async function chooseParent(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  const options = { canSelectFiles: false, canSelectFolders: true, openLabel: 'Create the Cluster Here' };
  return (await vscode.window.showOpenDialog(options))?.[0];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
