import { LanguageClient } from 'vscode-languageclient/node';
import { documentSelector } from './document-selector';
import type { ServerProcesses } from './server-processes';

/** A client of our language server, which runs in a process of its own. */
export function createClient(servers: ServerProcesses): LanguageClient {
  // A failure to start belongs to the promise, where the client looks for it.
  const server = (): Promise<ReturnType<ServerProcesses['next']>> => new Promise((resolve) => resolve(servers.next()));
  return new LanguageClient('quorate', 'Quorate', server, { documentSelector });
}
