import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';

/** What a person has set under `quorate` in the editor; everything is as by default until the editor says more. */
export class Settings {
  /** Say on line 1 of each file whose it is. */
  codeLens = true;

  /** @param onChange is told when a setting is another than before */
  constructor(
    private readonly connection: Connection,
    private readonly onChange: () => void,
  ) {}

  /** Keeps up with the editor: asks it where it answers, else takes what it sends. To be called once it is ready. */
  async follow({ workspace }: ClientCapabilities): Promise<void> {
    const mayAsk = workspace?.configuration === true;
    this.connection.onDidChangeConfiguration(async ({ settings }) => {
      if (mayAsk) await this.ask();
      else this.take((settings as SentSettings | null)?.quorate?.codeLens?.enabled);
    });
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: 'quorate' });
    }
    if (mayAsk) await this.ask();
  }

  private async ask(): Promise<void> {
    this.take(await this.connection.workspace.getConfiguration('quorate.codeLens.enabled'));
  }

  private take(codeLensEnabled: unknown): void {
    const wanted = codeLensEnabled !== false;
    if (wanted === this.codeLens) return;
    this.codeLens = wanted;
    this.onChange();
  }
}

/** What editors send that cannot be asked. */
interface SentSettings {
  readonly quorate?: { readonly codeLens?: { readonly enabled?: unknown } };
}
