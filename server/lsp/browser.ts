import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { catalogs } from '../disk/catalogs';
import { clientFolders } from './client-folders';
import { readPagesRequest } from './protocol';
import { serve } from './server';

/** The worker that this runs in. */
declare const self: ConstructorParameters<typeof BrowserMessageReader>[0];

const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
let pages: Promise<Readonly<Record<string, string>>> | undefined;

serve(connection, {
  catalogs,
  folders: clientFolders(connection),
  async rulePage(id) {
    pages ??= connection.sendRequest(readPagesRequest);
    return (await pages)[id] ?? '';
  },
  onFault: (what, error) => connection.console.error(`${what} failed: ${String(error)}`),
});
