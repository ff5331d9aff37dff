import type { ExtensionContext } from 'vscode';
import type { QuorateApi } from './desktop';
import { ServerProcesses } from './server-processes';

export type { QuorateApi };

let desktop: typeof import('./desktop.js') | undefined;

/**
 * Starts the language server; VS Code calls this when a workspace holds one of our files or a command asks for it.
 * The server comes first: it reads its code while the rest of the extension, mostly the library of the protocol, is
 * read here, in a turn of its own so that VS Code goes on with others in between.
 */
export async function activate(context: ExtensionContext): Promise<QuorateApi> {
  const servers = new ServerProcesses(context.asAbsolutePath('dist/server.js'));
  servers.prepare();
  desktop = await import('./desktop.js');
  return desktop.begin(context, servers);
}

export async function deactivate(): Promise<void> {
  await desktop?.end();
}
