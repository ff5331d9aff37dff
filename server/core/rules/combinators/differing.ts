/** Things that ought to say one and the same, sorted by what they say. */
export interface Differing<T> {
  /** What counts as right. */
  readonly wanted: string;
  /** Those that say it; never empty. */
  readonly agreeing: readonly [T, ...T[]];
  /** Those that say something else; never empty. */
  readonly deviating: readonly T[];
}

/**
 * The shape of rules that want hosts to agree: groups things by what they say. Right is what `choose` picks, else
 * what most say, and of several values that are equally frequent the one that came first.
 *
 * @param valueOf  what a thing says; undefined leaves it out
 * @param choose   picks the right value where something better than a count tells it
 * @returns undefined when all say the same
 */
export function differing<T>(
  things: Iterable<T>,
  valueOf: (thing: T) => string | undefined,
  choose?: () => string | undefined,
): Differing<T> | undefined {
  const saying = new Map<string, [T, ...T[]]>();
  for (const thing of things) {
    const value = valueOf(thing);
    if (value === undefined) continue;
    const same = saying.get(value);
    if (same) same.push(thing);
    else saying.set(value, [thing]);
  }
  if (saying.size < 2) return undefined;
  const [mostFrequent] = [...saying].reduce((best, each) => (each[1].length > best[1].length ? each : best));
  const chosen = choose?.();
  const wanted = chosen !== undefined && saying.has(chosen) ? chosen : mostFrequent;
  return {
    wanted,
    agreeing: saying.get(wanted) as [T, ...T[]],
    deviating: [...saying].flatMap(([value, things]) => (value === wanted ? [] : things)),
  };
}
