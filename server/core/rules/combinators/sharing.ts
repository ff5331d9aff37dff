/** Two things or more that have one key. */
export type Sharing<T> = readonly [T, T, ...T[]];

/**
 * The shape of rules that want something unique and speak to everybody who shares it: things that have one key, in
 * groups of at least two, each group in the things' order.
 *
 * @param keyOf what must be unique; undefined leaves a thing out
 */
export function sharing<T>(
  things: Iterable<T>,
  keyOf: (thing: T) => string | undefined,
): ReadonlyMap<string, Sharing<T>> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  for (const [key, { length }] of groups) if (length < 2) groups.delete(key);
  return groups as unknown as Map<string, Sharing<T>>;
}
