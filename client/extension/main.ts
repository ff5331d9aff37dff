import { commands, type ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerDeploy } from './deploy-command';
import { createClient } from './language-client';
import { type CommonApi, start } from './start';
import { registerStatus } from './status-commands';
import type { StatusWatch } from './status-watch';

/** What other extensions, and tests, may use. */
export interface QuorateApi extends CommonApi {
  readonly status: StatusWatch;
}

let client: LanguageClient | undefined;

/** Starts the language server; VS Code calls this when a workspace holds one of our files or a command asks for it. */
export function activate(context: ExtensionContext): QuorateApi {
  // A browser may run this too, with a Node host behind it: then what reaches hosts belongs into its menus.
  void commands.executeCommand('setContext', 'quorate.reachesHosts', true);
  client = createClient(context);
  const common = start(context, client);
  registerDeploy(context, client);
  const status = registerStatus(context, client);
  return { ...common, status };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
