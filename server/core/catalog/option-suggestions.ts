import { editDistance } from '../text/closest';

/** Finds names close to a misspelt one. */
export class NameMatcher {
  private readonly words: ReadonlyMap<string, readonly string[]>;

  constructor(names: Iterable<string>) {
    this.words = new Map(Array.from(names, (name) => [name, wordsOf(name)]));
  }

  /**
   * The name itself if it is one, then those with at most two letters wrong, left out, added or swapped, or with the
   * same words but for one that is missing or has another form; best first.
   */
  closest(word: string, limit: number): readonly string[] {
    const furthest = word.length < 5 ? 1 : 2;
    const words = wordsOf(word);
    const found: { readonly name: string; readonly cost: number }[] = [];
    for (const [name, itsWords] of this.words) {
      const distance = editDistance(word, name, furthest);
      const cost = Math.min(distance > furthest ? Infinity : distance, wordDifference(words, itsWords));
      if (cost < Infinity) found.push({ name, cost });
    }
    found.sort(
      (one, other) =>
        one.cost - other.cost ||
        sharedStart(other.name, word) - sharedStart(one.name, word) ||
        (one.name < other.name ? -1 : 1),
    );
    return found.slice(0, limit).map(({ name }) => name);
  }
}

const wordsOf = (name: string): readonly string[] => name.split(/[_.]/).map(stem);

/** `logs` and `log`, `replicas` and `replica` are one word; so are the old and the new terms of replication. */
function stem(word: string): string {
  const singular = word.length > 3 ? word.replace(/(?<=[^s])s$/, '') : word;
  return { slave: 'replica', master: 'source' }[singular] ?? singular;
}

/** 1 for the same words in any order, 2 when one of three or more is missing or added; Infinity otherwise. */
function wordDifference(one: readonly string[], other: readonly string[]): number {
  if (Math.abs(one.length - other.length) > 1) return Infinity;
  const left = [...other];
  const missing = one.filter((word) => {
    const place = left.indexOf(word);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
  const differences = missing.length + left.length;
  if (differences === 0) return 1;
  return differences === 1 && Math.max(one.length, other.length) >= 3 ? 2.5 : Infinity;
}

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
