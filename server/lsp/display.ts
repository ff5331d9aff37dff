import { CodeLensRefreshRequest, type Connection, InlayHintRefreshRequest } from 'vscode-languageserver';
import type { Environment } from './environment';
import { showProgress } from './progress';
import { clustersChanged } from './protocol';
import { Publisher } from './publisher';
import type { Roots } from './roots';
import { whenIdle } from './when-idle';

/** Keeps what the editor shows up to date with the models: findings, the line about owners, the Hosts view. */
export class Display {
  /** What the editor asks for again when told to. */
  canRefresh: { readonly lenses: boolean; readonly hints: boolean } = { lenses: false, hints: false };
  /** Brings the display up to date as soon as no more messages are waiting. */
  readonly schedule = whenIdle(() => this.update());
  private readonly publisher: Publisher;
  private layouts: readonly object[] = [];
  private models: readonly object[] = [];
  /** Folders that are being read. Until all are in, findings would compare with half of the hosts missing. */
  private loading = 0;
  private loaded: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly roots: Roots,
    private readonly environment: Environment,
  ) {
    this.publisher = new Publisher(connection, roots);
  }

  /** Waits for folders to be read before anything is shown of them. */
  load(work: Promise<void>): void {
    this.loading++;
    const done = this.guard('reading folders', work).finally(() => {
      this.loading--;
      this.schedule();
    });
    this.remember(done);
    showProgress(this.connection, 'Quorate reads the configuration', done);
  }

  /** Shows what a few files have come to once they are read again. */
  async after(work: Promise<void>): Promise<void> {
    const done = this.guard('reading files', work);
    this.remember(done);
    await done;
    this.schedule();
  }

  /** Everything is read, and findings are as of the last message. */
  async ready(): Promise<void> {
    await this.loaded;
    this.update();
  }

  /** Has the editor ask again for what stands between and behind the lines. */
  refresh(): void {
    // An editor that refuses merely shows an older line until it asks again.
    if (this.canRefresh.lenses) this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
    if (this.canRefresh.hints) this.connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
  }

  private update(): void {
    if (this.loading > 0) return;
    let haveFindingsChanged = false;
    try {
      haveFindingsChanged = this.publisher.publish();
    } catch (error) {
      this.environment.onFault('judging the files', error);
    }
    const models = this.roots.workspaces.map((workspace) => workspace.model);
    const layouts = models.map(({ layout }) => layout);
    const isSameLayout = isSame(layouts, this.layouts);
    // Files without findings come and go as well.
    if (haveFindingsChanged || !isSameLayout) void this.connection.sendNotification(clustersChanged);
    // Of a file that is edited an editor asks by itself; what it shows beside it may speak of the same hosts.
    const isStale = !isSameLayout || (this.roots.openCount > 1 && !isSame(models, this.models));
    this.layouts = layouts;
    this.models = models;
    if (isStale) this.refresh();
  }

  private remember(reading: Promise<void>): void {
    this.loaded = Promise.all([this.loaded, reading]);
  }

  private async guard(what: string, work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.environment.onFault(what, error));
  }
}

function isSame(now: readonly object[], before: readonly object[]): boolean {
  return now.length === before.length && now.every((each, index) => each === before[index]);
}
