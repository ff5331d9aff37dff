import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FolderEntry, readFileRequest, readFolderRequest, readPagesRequest } from '../../server/lsp/protocol';

/** Answers a server that has no disk: in a browser, or for the folders of a virtual workspace. */
export function serveFiles(client: BaseLanguageClient, extension: vscode.Uri): void {
  client.onRequest(readFolderRequest, async (folder: string): Promise<FolderEntry[]> => {
    const entries = await vscode.workspace.fs.readDirectory(checked(folder));
    return entries.map(([name, type]) => ({ name, isFolder: (type & vscode.FileType.Directory) !== 0 }));
  });
  client.onRequest(readFileRequest, async (file: string): Promise<string | null> => {
    const bytes = await vscode.workspace.fs.readFile(checked(file)).then(undefined, () => undefined);
    return bytes ? asCharacters(bytes) : null;
  });
  client.onRequest(readPagesRequest, async (): Promise<unknown> => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist', 'rules.json'));
    return JSON.parse(new TextDecoder().decode(bytes));
  });
}

/** @throws Error for what lies outside of the workspace, which nobody needs and nobody should get */
function checked(text: string): vscode.Uri {
  const uri = vscode.Uri.parse(text);
  if (!vscode.workspace.getWorkspaceFolder(uri)) throw new Error(`${text} is not in the workspace`);
  return uri;
}

/** In pieces, because a call takes only so many arguments. */
function asCharacters(bytes: Uint8Array): string {
  const piece = 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return text;
}
