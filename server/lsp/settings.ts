import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';

/** What a person can switch off under `quorate` in the editor; all of it is on until the editor says otherwise. */
export const switches = [
  'codeLens.enabled',
  'inlayHints.overruled',
  'inlayHints.units',
  'inlayHints.hosts',
  'inlayHints.sequences',
] as const;

export type Switch = (typeof switches)[number];

/** What is switched on and off in the editor. */
export class Settings {
  private off: ReadonlySet<Switch> = new Set();

  /** @param onChange is told when a switch is another way than before */
  constructor(
    private readonly connection: Connection,
    private readonly onChange: () => void,
  ) {}

  isOn(name: Switch): boolean {
    return !this.off.has(name);
  }

  /** Keeps up with the editor: asks it where it answers, else takes what it sends. To be called once it is ready. */
  async follow({ workspace }: ClientCapabilities): Promise<void> {
    const mayAsk = workspace?.configuration === true;
    this.connection.onDidChangeConfiguration(async ({ settings }) => {
      if (mayAsk) await this.ask();
      else this.take((name) => sentValue(settings, name));
    });
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      await this.connection.client.register(DidChangeConfigurationNotification.type, { section: 'quorate' });
    }
    if (mayAsk) await this.ask();
  }

  private async ask(): Promise<void> {
    const items = switches.map((name) => ({ section: `quorate.${name}` }));
    const values = (await this.connection.workspace.getConfiguration(items)) as readonly unknown[];
    this.take((name) => values[switches.indexOf(name)]);
  }

  private take(valueOf: (name: Switch) => unknown): void {
    const off = new Set(switches.filter((name) => valueOf(name) === false));
    const isSame = off.size === this.off.size && [...off].every((name) => this.off.has(name));
    this.off = off;
    if (!isSame) this.onChange();
  }
}

/** Reads `{ quorate: { codeLens: { enabled: false } } }`, which editors send that cannot be asked. */
function sentValue(settings: unknown, name: Switch): unknown {
  return ['quorate', ...name.split('.')].reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    settings,
  );
}
