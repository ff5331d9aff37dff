/** Releases of haproxy in their order, and what a range of them says about one that is asked for. */
export class HaproxyReleases {
  private readonly ranges = new Map<string, readonly [first: number, last: number]>();

  /** @param all oldest first, e.g. ['2.4', '2.6'] */
  constructor(readonly all: readonly string[]) {}

  /**
   * Places of the releases that a question is about: the given one; the neighbours of one that is not in the list
   * (it may know what either knows); all where none is given.
   */
  about(release: string | undefined): readonly number[] {
    if (release === undefined) return this.all.map((_, place) => place);
    const exact = this.all.indexOf(release);
    if (exact >= 0) return [exact];
    const after = this.all.findIndex((each) => compare(each, release) > 0);
    const places = after < 0 ? [this.all.length - 1] : [after - 1, after];
    return places.filter((place) => place >= 0);
  }

  /** First and last place of a range such as '2.8-'. */
  range(text = '-'): readonly [first: number, last: number] {
    let range = this.ranges.get(text);
    if (!range) this.ranges.set(text, (range = this.readRange(text)));
    return range;
  }

  private readRange(text: string): readonly [first: number, last: number] {
    const [first = '', last = ''] = text.split('-');
    return [first === '' ? 0 : this.all.indexOf(first), last === '' ? this.all.length - 1 : this.all.indexOf(last)];
  }

  includes(text: string | undefined, places: readonly number[]): boolean {
    const [first, last] = this.range(text);
    return places.some((place) => first <= place && place <= last);
  }

  /** The release a range begins with and the one after its end, where the list shows them. */
  limits(texts: readonly (string | undefined)[]): { readonly since?: string; readonly removed?: string } {
    const ranges = texts.map((text) => this.range(text));
    const first = Math.min(...ranges.map((range) => range[0]));
    const since = first > 0 ? this.all[first] : undefined;
    const removed = this.all[Math.max(...ranges.map((range) => range[1])) + 1];
    return { ...(since !== undefined && { since }), ...(removed !== undefined && { removed }) };
  }
}

/** Orders '2.10' after '2.9'. */
function compare(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

/**
 * Whether a release is known to be this one or a later one.
 *
 * @param release as `quorate.json` tells it, undefined where nobody does
 */
export function isFrom(first: string, release: string | undefined): boolean {
  return release !== undefined && compare(release, first) >= 0;
}

/** Whether a release is known to be older than this one. */
export function isBefore(first: string, release: string | undefined): boolean {
  return release !== undefined && compare(release, first) < 0;
}
