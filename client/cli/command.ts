import type { Paint } from './paint';

/** What a command may use of the world: where it runs, and where its words go. */
export interface Terminal {
  readonly workingDirectory: string;
  readonly paint: Paint;
  out(text: string): void;
  /** For what is not the answer: progress, warnings. */
  err(text: string): void;
}

/** Exit codes every command shares. */
export const exit = { fine: 0, findings: 1, usage: 2, ourFault: 3 } as const;

/** A command of `quorate`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}
