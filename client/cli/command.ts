import type { Ask } from './ask';
import type { Paint } from './paint';

/** What a command may use of the world: where it runs, and where its words go. */
export interface Terminal {
  /** Absolute; paths given and paths printed are relative to it. */
  readonly workingDirectory: string;
  /** Colours for `out`. */
  readonly paint: Paint;
  /** For the answer. Bytes are for what is not UTF-8, such as the diff of an old file. */
  out(text: string | Uint8Array): void;
  /** For what is not the answer: what was done, what could not be. */
  err(text: string): void;
  /** Asks the person in front of the terminal; absent where nobody is. */
  readonly ask?: Ask | undefined;
}

/** Exit codes every command shares. */
export const exit = { fine: 0, findings: 1, usage: 2, ourFault: 3 } as const;

/** A command of `quorate`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /**
   * @param argv what stands behind the command's name
   * @returns the exit code
   * @throws UsageError for a wrong command line or input that cannot be worked with
   */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}
