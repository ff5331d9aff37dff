/**
 * A small generator of repeatable pseudo-random numbers (mulberry32). The same words give the same numbers on every
 * machine, so that a case of a differential run is known by the run's seed and its own number.
 */
export class Random {
  private state: number;

  /** @param words seed the generator; each combination gives a sequence of its own */
  constructor(...words: readonly (number | string)[]) {
    this.state = hash(words.join('\0'));
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  /** Whether something happens that happens `times` in `of` times. */
  chance(times: number, of: number): boolean {
    return this.below(of) < times;
  }

  /** @throws when there is nothing to choose from */
  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('nothing to choose from');
    return choices[this.below(choices.length)] as T;
  }

  /** All of them in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.below(rest.length), 1)[0] as T);
  }

  private fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** FNV-1a over UTF-16 units, which spreads neighbouring seeds. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}
