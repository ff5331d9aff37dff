import * as vscode from 'vscode';
import { type HostTree, hostArgument, manifestWith, mirroredTree } from '../../server/core/ops/import';
import type { Sessions } from '../hosts/main';

/** "Import from Hosts...": fetches the files of running hosts into the first folder of the workspace. */
export async function importHosts(hosts: typeof import('../hosts/main.js'), sessions: Sessions): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) {
    void vscode.window.showInformationMessage('Open the folder first that is to hold the files.');
    return;
  }
  const written = await vscode.window.showInputBox({
    title: 'Import from Which Hosts?',
    prompt: 'Names of ~/.ssh/config, or NAME=USER@ADDRESS:PORT, with blanks between them',
    ignoreFocusOut: true,
    validateInput: (text) => {
      const wrong = wordsOf(text).find((word) => !hostArgument(word));
      return wrong === undefined ? undefined : `"${wrong}" is no host; write NAME or NAME=USER@ADDRESS:PORT`;
    },
  });
  if (!written) return;
  const cluster = await vscode.window.showInputBox({ title: 'What Is Their Cluster Called?', value: 'cluster' });
  if (!cluster) return;
  const trees: HostTree[] = [];
  const troubles: string[] = [];
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Fetching files of hosts' },
    async () => {
      for (const { name, ...access } of wordsOf(written).flatMap((word) => hostArgument(word) ?? [])) {
        try {
          const found = await hosts.discoverHost(await sessions.to({ name, ...access }), name);
          trees.push({ name, access, addresses: found.addresses, files: found.files });
        } catch (error) {
          troubles.push(error instanceof Error ? error.message : String(error));
        }
      }
    },
  );
  const { count, left } = await writeTree(folder, trees);
  const manifest = vscode.Uri.joinPath(folder, 'quorate.json');
  const text = trees.length > 0 ? manifestWith(trees, cluster, await textOf(manifest)) : undefined;
  if (text !== undefined) await vscode.workspace.fs.writeFile(manifest, new TextEncoder().encode(text));
  if (left > 0)
    troubles.push(
      `${left === 1 ? '1 file here differs' : `${left} files here differ`} from the hosts' and ${left === 1 ? 'was' : 'were'} left alone.`,
    );
  if (trees.length > 0 && text === undefined)
    troubles.push('Add the hosts to quorate.json by hand: it holds comments.');
  if (troubles.length > 0) void vscode.window.showWarningMessage(troubles.join(' '));
  if (trees.length > 0) {
    void vscode.window.showInformationMessage(
      `${count === 1 ? '1 file' : `${count} files`} written. Secrets were left on the hosts.`,
    );
  }
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Nobody's file is overwritten. */
async function writeTree(
  folder: vscode.Uri,
  trees: readonly HostTree[],
): Promise<{ readonly count: number; readonly left: number }> {
  let count = 0;
  let left = 0;
  for (const { path, text } of mirroredTree(trees)) {
    const uri = vscode.Uri.joinPath(folder, path);
    const present = await textOf(uri);
    if (present === undefined) {
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      count++;
    } else if (present !== text) left++;
  }
  return { count, left };
}

async function textOf(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}
