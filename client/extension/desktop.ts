import { commands, type ExtensionContext } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { registerDeploy } from './deploy-command';
import { createClient } from './language-client';
import type { ServerProcesses } from './server-processes';
import { type CommonApi, start } from './start';
import { registerStatus } from './status-commands';
import type { StatusWatch } from './status-watch';

/** What other extensions, and tests, may use. */
export interface QuorateApi extends CommonApi {
  readonly status: StatusWatch;
}

let client: LanguageClient | undefined;

/** Everything the extension has where it can reach hosts. */
export function begin(context: ExtensionContext, servers: ServerProcesses): QuorateApi {
  // A browser may run this too, with a Node host behind it: then what reaches hosts belongs into its menus.
  void commands.executeCommand('setContext', 'quorate.reachesHosts', true);
  client = createClient(servers);
  const common = start(context, client);
  registerDeploy(context, client);
  const status = registerStatus(context, client);
  return { ...common, status };
}

export async function end(): Promise<void> {
  await client?.stop();
}
