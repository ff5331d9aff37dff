import type { Block, Document, Line } from './tree';

/**
 * Collects what the members of a long list say, leaving out those that say nothing. Asked again with a list that
 * differs in a few places, it asks new members only; and what it returns stays the same object for as long as it says
 * the same, so that whatever was made of it can be kept.
 */
export class Collector<S, F> {
  private subjects: readonly S[] = [];
  private facts: readonly (F | undefined)[] = [];
  private list: readonly F[] = [];

  /**
   * @param factOf says the same of one subject whenever it is asked
   * @param isSame whether two facts come to the same
   */
  constructor(
    private readonly factOf: (subject: S) => F | undefined,
    private readonly isSame: (one: F, other: F) => boolean = Object.is,
  ) {}

  /** @param subjects must not be changed afterwards */
  of(subjects: readonly S[]): readonly F[] {
    const before = this.subjects;
    if (subjects === before) return this.list;
    const { start, kept } = sameEnds(before, subjects);
    const made = subjects.slice(start, subjects.length - kept).map((subject) => this.factOf(subject));
    const old = this.facts.slice(start, this.facts.length - kept);
    this.facts = [...this.facts.slice(0, start), ...made, ...this.facts.slice(this.facts.length - kept)];
    if (!this.saysTheSame(old, made)) this.list = this.facts.filter((fact) => fact !== undefined);
    this.subjects = subjects;
    return this.list;
  }

  private saysTheSame(before: readonly (F | undefined)[], after: readonly (F | undefined)[]): boolean {
    const old = before.filter((fact) => fact !== undefined);
    const made = after.filter((fact) => fact !== undefined);
    return old.length === made.length && old.every((fact, place) => this.isSame(fact, made[place] as F));
  }
}

/** How many members two lists have in common at their beginning, and behind those at their end. */
export function sameEnds<T>(one: readonly T[], other: readonly T[]): { readonly start: number; readonly kept: number } {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let kept = 0;
  while (kept < most - start && one[one.length - 1 - kept] === other[other.length - 1 - kept]) kept++;
  return { start, kept };
}

/** Whether two lists have the same members in the same order. */
export function isSameList<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((each, place) => each === other[place]);
}

/**
 * Collects what the blocks of a document say.
 *
 * @param factOf looks at nothing but the block
 */
export function collected<L extends Line, F>(
  factOf: (block: Block<L>) => F | undefined,
  isSame?: (one: F, other: F) => boolean,
): (document: Document<L>) => readonly F[] {
  const collectors = new WeakMap<Document<L>, Collector<Block<L>, F>>();
  return (document) => {
    let collector = collectors.get(document);
    if (!collector) collectors.set(document, (collector = new Collector(factOf, isSame)));
    return collector.of(blocksNow(document));
  };
}

interface Snapshot {
  readonly version: number;
  readonly blocks: readonly Block[];
}

const snapshots = new WeakMap<Document, Snapshot>();

/** The blocks of a document in a list that later edits leave alone; the same list for all who ask. */
function blocksNow<L extends Line>(document: Document<L>): readonly Block<L>[] {
  const key = document as unknown as Document;
  let snapshot = snapshots.get(key);
  if (snapshot?.version !== document.version) {
    snapshot = { version: document.version, blocks: [...document.blocks] as unknown as readonly Block[] };
    snapshots.set(key, snapshot);
  }
  return snapshot.blocks as unknown as readonly Block<L>[];
}
