import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { documentSelector } from './document-selector';
import { type CommonApi, start } from './start';

/** Web workers, as far as this needs them; a browser's types are too many to let in for that. */
declare const Worker: new (url: string) => object;
declare const Blob: new (parts: readonly string[], options: { readonly type: string }) => object;
declare const URL: { createObjectURL(blob: object): string };

let client: LanguageClient | undefined;

/** The same in a browser: language features and views, with the server in a worker, and no hosts. */
export function activate(context: vscode.ExtensionContext): CommonApi {
  const worker = new Worker(workerUrl(context.extensionUri));
  client = new LanguageClient('quorate', 'Quorate', worker, { documentSelector });
  return start(context, client);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

/** A script that loads core first, the same file that everything else shares, and then the server. */
function workerUrl(extension: vscode.Uri): string {
  const address = (name: string): string => JSON.stringify(vscode.Uri.joinPath(extension, 'dist', name).toString(true));
  const script = `var module = { exports: {} }, exports = module.exports;
importScripts(${address('core.js')});
self.quorateCore = module.exports;
importScripts(${address('server-browser.js')});`;
  return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
}
