import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

/** Starts the language server; VS Code calls this when a workspace holds one of our files or a command asks for it. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server.js');
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
  const clientOptions: LanguageClientOptions = { documentSelector };
  client = new LanguageClient('quorate', 'Quorate', serverOptions, clientOptions);
  context.subscriptions.push(client);
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

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
];
