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
      const cost = Math.min(distanceUpTo(furthest, word, name) ?? Infinity, wordDifference(words, itsWords));
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

/** Letters wrong, left out, added or swapped with their neighbour; undefined above the limit. */
function distanceUpTo(limit: number, one: string, other: string): number | undefined {
  if (Math.abs(one.length - other.length) > limit) return undefined;
  const width = other.length + 1;
  const costs = new Uint8Array((one.length + 1) * width);
  const at = (row: number, column: number): number => costs[row * width + column] ?? Infinity;
  for (let row = 0; row <= one.length; row++) {
    let least = Infinity;
    for (let column = 0; column <= other.length; column++) {
      let cost = Math.max(row, column);
      if (row > 0 && column > 0) {
        const isSame = one[row - 1] === other[column - 1];
        cost = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (isSame ? 0 : 1));
        const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
        if (isSwapped && row > 1 && column > 1) cost = Math.min(cost, at(row - 2, column - 2) + 1);
      }
      costs[row * width + column] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return undefined;
  }
  const distance = at(one.length, other.length);
  return distance <= limit ? distance : undefined;
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
