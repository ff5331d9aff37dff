/** Types of haproxy-probe.mjs, for tests. */
export interface Answer {
  readonly refused: boolean;
  readonly messages: readonly string[];
}
export interface Verdict {
  readonly kind: 'accepted' | 'ignored' | 'elsewhere' | 'removed';
  readonly removed?: string;
}
export declare function askLine(check: (text: string) => string, opening: string, line: string): Answer;
export declare function knownWords(
  check: (text: string) => string,
  opening: string,
  lineOf: (word: string) => string,
  words: readonly string[],
): string[];
export declare function verdictOf(answer: Answer): Verdict;
