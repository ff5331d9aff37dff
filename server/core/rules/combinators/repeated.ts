/** A thing whose key an earlier one has already. */
export interface Repeated<T> {
  readonly item: T;
  readonly first: T;
  readonly key: string;
}

/**
 * The shape of rules that want something unique: every thing whose key an earlier thing has, with the first of them.
 *
 * @param keyOf what must be unique; undefined leaves a thing out
 */
export function* repeated<T>(things: Iterable<T>, keyOf: (thing: T) => string | undefined): Generator<Repeated<T>> {
  const firstWith = new Map<string, T>();
  for (const item of things) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = firstWith.get(key);
    if (first === undefined) firstWith.set(key, item);
    else yield { item, first, key };
  }
}
