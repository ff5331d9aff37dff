import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { changes } from '../../server/core/ops/status/history';
import { isOrchestratorUrl, withOrchestrator } from '../../server/core/ops/status/orchestrator/target';
import type { ClusterTarget } from '../../server/core/ops/status/target';
import { inOrder, type Level, worst } from '../../server/core/ops/status/verdict';
import { observedNotification, type ObservedHost, statusTargetsRequest } from '../../server/lsp/protocol';
import type { Account, ClusterStatus, Sessions, Watch } from '../hosts/main';

/** Seconds between two looks of a watch, and the longest pause while hosts do not answer. */
const pauses = { usual: 10, longest: 120 };
/** Seconds each host may take. */
const limit = 5;

/** Looks at the running clusters, once or again and again, and tells whoever shows them. */
export class StatusWatch implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private statuses: readonly ClusterStatus[] = [];
  private watches = new Map<string, Watch>();
  private sessions: Sessions | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pause = pauses.usual;
  private looking: Promise<void> | undefined;
  private account: Promise<Account> | undefined;

  constructor(
    private readonly client: BaseLanguageClient,
    private readonly secrets: vscode.SecretStorage,
  ) {}

  /** The outcome of the last look; empty before the first. */
  get last(): readonly ClusterStatus[] {
    return this.statuses;
  }

  get level(): Level {
    return worst(this.statuses.flatMap(({ verdicts }) => verdicts));
  }

  get isWatching(): boolean {
    return this.timer !== undefined;
  }

  /** Looks once. Somebody who asks while a look is under way gets that one. */
  look(): Promise<void> {
    return (this.looking ??= this.lookNow().finally(() => (this.looking = undefined)));
  }

  /** Looks again and again, slower while hosts do not answer. */
  async start(): Promise<void> {
    this.stop();
    const again = async (): Promise<void> => {
      // A look that fails as a whole is told, and is no end of the watch.
      await this.look().catch((error: unknown) => void vscode.window.showErrorMessage((error as Error).message));
      const isBad = this.statuses.some(({ verdicts }) =>
        verdicts.some(({ id }) => /unreachable|no-ssh|timeout/.test(id)),
      );
      this.pause = isBad ? Math.min(this.pause * 2, pauses.longest) : pauses.usual;
      if (this.timer !== undefined) this.timer = setTimeout(() => void again(), this.pause * 1000);
    };
    this.timer = setTimeout(() => undefined, 0);
    await again();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changed.fire();
  }

  dispose(): void {
    this.stop();
    this.sessions?.close();
    this.changed.dispose();
  }

  private async lookNow(): Promise<void> {
    const targets = (await this.client.sendRequest<ClusterTarget[]>(statusTargetsRequest)).map(asConfigured);
    const before = this.statuses;
    const watches = await Promise.all(targets.map((target) => this.watchOf(target)));
    // A busy editor hands a password out late, and no host must be called unreachable for that.
    this.account = this.currentAccount();
    await this.account.catch(() => undefined);
    this.watches = new Map(watches.map((watch) => [JSON.stringify(watch.target), watch]));
    this.statuses = await Promise.all(watches.map((watch) => watch.refresh()));
    await this.client.sendNotification(observedNotification, this.statuses.flatMap(observedHosts));
    this.changed.fire();
    if (before.length > 0) this.tell(before);
  }

  private async watchOf(target: ClusterTarget): Promise<Watch> {
    // Other files mean other hosts, or other expectations of them, and a watch of their own.
    const known = this.watches.get(JSON.stringify(target));
    if (known) return known;
    const hosts = await import('../hosts/main.js');
    this.sessions ??= new hosts.Sessions({
      secret: (question) => Promise.resolve(vscode.window.showInputBox({ prompt: question, password: true })),
      trustHostKey: async ({ host, address, type, fingerprint }) => {
        const question = `${host} (${address}) shows the new key ${type} ${fingerprint}. Trust it?`;
        return (await vscode.window.showWarningMessage(question, { modal: true }, 'Trust')) === 'Trust';
      },
    });
    const { sessions } = this;
    return new hosts.Watch(target, {
      limit: limit * 1000,
      ssh: (access) => sessions.to(access),
      account: () => this.account ?? this.currentAccount(),
    });
  }

  /** Who we are to every server, as option file, settings and secret storage say now. */
  private async currentAccount(): Promise<Account> {
    const hosts = await import('../hosts/main.js');
    const found = await hosts.accountOfOptionFile();
    const stored = await this.secrets.get(passwordKey);
    const user = vscode.workspace.getConfiguration('quorate').get<string>('status.user');
    return {
      ...found,
      ...(user && { user }),
      ...(stored !== undefined && { password: new hosts.Secret(stored) }),
    };
  }

  /** Says what has begun and what has ended; a watch that finds the same again is silent. */
  private tell(before: readonly ClusterStatus[]): void {
    const all = (statuses: readonly ClusterStatus[]) => statuses.flatMap(({ verdicts }) => verdicts);
    const { begun, ended } = changes(all(before), all(this.statuses));
    const [first] = inOrder(begun);
    const show = (choice: string | undefined): void => {
      if (choice !== undefined) void vscode.commands.executeCommand('quorate.status.focus');
    };
    if (first) {
      const more = begun.length > 1 ? ` (and ${begun.length - 1} more)` : '';
      const tell = first.level === 'critical' ? vscode.window.showErrorMessage : vscode.window.showWarningMessage;
      void tell(`${first.summary}${more}`, 'Show').then(show);
    } else if (ended.length > 0) {
      void vscode.window.showInformationMessage(`No longer so: ${ended[0]?.summary}`, 'Show').then(show);
    }
  }
}

/** With the Orchestrator that the settings name, which no file of a cluster does. */
function asConfigured(target: ClusterTarget): ClusterTarget {
  const url = vscode.workspace.getConfiguration('quorate').get<string>('status.orchestrator', '').trim();
  if (url === '') return target;
  if (isOrchestratorUrl(url)) return withOrchestrator(target, url);
  throw new Error(`The setting quorate.status.orchestrator takes http://host:port, not "${url}".`);
}

/** Where the password of the monitoring account is kept, by the operating system's own means. */
export const passwordKey = 'quorate.status.password';

function observedHosts({ target, hosts }: ClusterStatus): ObservedHost[] {
  return target.hosts.flatMap(({ key, name }): ObservedHost[] => {
    const database = hosts.find(({ host }) => host === name)?.database;
    if (!database) return [];
    if (!database.answered) return [{ key, running: undefined }];
    const { product, version, variables, origins } = database.value;
    return [{ key, running: { product, version, variables, origins } }];
  });
}
