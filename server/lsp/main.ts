import { inspect } from 'node:util';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { catalogs } from '../disk/catalogs';
import { rulePage } from '../disk/rule-pages';
import { clientFolders } from './client-folders';
import { diskFolders } from './disk-folders';
import { foldersByScheme } from './folders';
import { serve } from './server';

/** Serves one editor over the transport its command line names: `--stdio`, `--node-ipc` or `--socket`. */
export function main(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all);
  serve(connection, {
    catalogs,
    folders: foldersByScheme(
      diskFolders((message) => connection.window.showWarningMessage(`Quorate: ${message}`)),
      clientFolders(connection),
    ),
    rulePage,
    onFault: (what, error) => connection.console.error(`${what} failed: ${inspect(error)}`),
  });
  return new Promise((ended) => connection.onExit(ended));
}
