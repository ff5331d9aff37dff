/** Something that carries what was computed from it: a block, a section as read, a proxy. */
export interface Remembering {
  /** Values by the number `remember` gave the computation. */
  readonly memo: unknown[];
}

/** Remembers what `compute` makes of two objects for as long as both live. */
export function rememberPair<A extends object, B extends object, T>(compute: (one: A, other: B) => T): typeof compute {
  const known = new WeakMap<A, WeakMap<B, { readonly value: T }>>();
  return (one, other) => {
    const ofOne = known.get(one) ?? new WeakMap<B, { readonly value: T }>();
    known.set(one, ofOne);
    let found = ofOne.get(other);
    if (!found) ofOne.set(other, (found = { value: compute(one, other) }));
    return found.value;
  };
}

let computations = 0;
const nothing = Symbol('computed, and it came to undefined');

/**
 * Remembers what `compute` makes of a subject for as long as the subject lives. The value is kept in the subject
 * itself, because a file of 50,000 lines has thousands of blocks that dozens of rules ask about at every keystroke.
 */
export function remember<S extends Remembering, T>(compute: (subject: S) => T): (subject: S) => T {
  const slot = computations++;
  return (subject) => {
    let value = subject.memo[slot];
    if (value === undefined) subject.memo[slot] = value = compute(subject) ?? nothing;
    return (value === nothing ? undefined : value) as T;
  };
}
