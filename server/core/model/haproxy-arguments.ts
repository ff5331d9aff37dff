import type { Form, FormItem } from '../catalog/haproxy-forms';
import type { HaproxyWord } from '../syntax/haproxy-words';

/** Judges one word as a value of a type; returns what the daemon wants instead, as in "a number from 1 to 65535". */
export type ValueCheck = (word: HaproxyWord, type: string, limits: readonly string[]) => string | undefined;

/** Types of values that reach over several words, up to the end of a line. They judge themselves and say where. */
export type ReachCheck = (
  words: readonly HaproxyWord[],
  at: number,
  type: string,
  limits: readonly string[],
) => Fault | number | undefined;

export interface Fault {
  /** Place of the word at fault; the number of words when one is missing. */
  readonly at: number;
  /** What the daemon would take there, best first; empty where it takes nothing more. */
  readonly expected: readonly string[];
}

export interface Match {
  /** Up to which word, exclusive, the form reaches; undefined where the words do not fit it. */
  readonly end: number | undefined;
  /** The fault that was farthest to the right. */
  readonly fault: Fault | undefined;
  /** Whether the environment decides about what follows. */
  readonly isOpen: boolean;
}

export interface Checks {
  readonly value: ValueCheck;
  readonly reach: ReachCheck;
}

/**
 * Holds words against a form from a place on. Groups take as many words as they can; what follows the form is left to
 * who asks. Nothing is said of words from one on that the environment may turn into none or several.
 */
export function matchForm(words: readonly HaproxyWord[], start: number, form: Form, checks: Checks): Match {
  const matcher = new Matcher(words, checks);
  const ends = matcher.sequence(form, new Set([start]));
  const end = ends.size > 0 ? Math.max(...ends) : undefined;
  return { end, fault: matcher.fault, isOpen: matcher.isOpen };
}

/** What is wrong with the arguments of a keyword, all of which the form must take. */
export function faultIn(words: readonly HaproxyWord[], start: number, form: Form, checks: Checks): Fault | undefined {
  const matcher = new Matcher(words, checks);
  const ends = matcher.sequence(form, new Set([start]));
  if (matcher.isOpen || ends.has(words.length)) return undefined;
  const reached = ends.size > 0 ? Math.max(...ends) : -1;
  const { fault } = matcher;
  return fault && fault.at >= reached ? fault : { at: Math.max(reached, start), expected: [] };
}

class Matcher {
  fault: Fault | undefined;
  isOpen = false;

  constructor(
    private readonly words: readonly HaproxyWord[],
    private readonly checks: Checks,
  ) {}

  /** Where a form may end that begins at any of the places. */
  sequence(form: Form, starts: ReadonlySet<number>): ReadonlySet<number> {
    let places = starts;
    for (const item of form) {
      if (places.size === 0) return places;
      const next = new Set<number>();
      for (const at of places) for (const end of this.item(item, at)) next.add(end);
      places = next;
    }
    return places;
  }

  private item(item: FormItem, at: number): Iterable<number> {
    if (item.kind === 'choice') return this.choice(item, at);
    const word = this.words[at];
    if (word?.expanded) {
      this.isOpen = true;
      return [];
    }
    if (item.kind === 'word') return isWord(word, item.text) ? [at + 1] : this.fail(at, [item.text]);
    const { type, limits } = item;
    const reached = this.checks.reach(this.words, at, type, limits);
    if (typeof reached === 'number') return [reached];
    if (reached) return this.fail(reached.at, reached.expected);
    if (!word) return this.fail(at, [wordsFor(type)]);
    const expected = this.checks.value(word, type, limits);
    return expected === undefined ? [at + 1] : this.fail(at, [expected]);
  }

  private choice(item: FormItem & { readonly kind: 'choice' }, at: number): Iterable<number> {
    const ends = new Set<number>(item.isOptional ? [at] : []);
    let fresh: ReadonlySet<number> = new Set([at]);
    while (fresh.size > 0) {
      const next = new Set<number>();
      for (const form of item.alternatives)
        for (const end of this.sequence(form, fresh)) {
          // The end of a line fits without a word.
          if (end === at) ends.add(end);
          else if (!ends.has(end)) next.add(end);
        }
      for (const end of next) ends.add(end);
      fresh = item.isRepeated ? next : new Set();
    }
    return ends;
  }

  private fail(at: number, expected: readonly string[]): [] {
    if (!this.fault || at > this.fault.at) this.fault = { at, expected };
    else if (at === this.fault.at) this.fault = { at, expected: [...new Set([...this.fault.expected, ...expected])] };
    return [];
  }
}

/** HAProxy compares words, but reads status codes as C reads a number: blanks before and anything behind are no matter. */
function isWord(word: HaproxyWord | undefined, wanted: string): boolean {
  if (word?.text === wanted) return true;
  return word !== undefined && /^\d{3}$/.test(wanted) && /^\s*\+?0*(\d+)/.exec(word.text)?.[1] === wanted;
}

/** What is missing where a line ends too early. */
function wordsFor(type: string): string {
  return { time: 'a time', size: 'a size', int: 'a number', atoi: 'a number' }[type] ?? 'an argument';
}
