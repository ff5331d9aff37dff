import type { ExtensionContext } from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';

/** Files are chosen by name and place, whatever language another extension has given them. */
const documentSelector: NonNullable<LanguageClientOptions['documentSelector']> = [
  { language: 'mycnf' },
  { language: 'corosync' },
  { language: 'haproxy' },
  { pattern: '**/*.cnf' },
  { pattern: '**/*.cnf.*' },
  { pattern: '**/my.ini' },
  { pattern: '**/corosync*.conf' },
  { pattern: '**/*haproxy*.cfg' },
  { pattern: '**/haproxy*/**/*.cfg' },
  { pattern: '**/{docker-,}compose*.{yml,yaml}' },
  { pattern: '**/quorate.json' },
  { pattern: '**/*.{sql,sh}' },
];

/** A client of our language server, which runs in a process of its own. */
export function createClient(context: ExtensionContext): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  return new LanguageClient('quorate', 'Quorate', serverOptions, { documentSelector });
}
