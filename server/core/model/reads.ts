/** The name under which it is noted that a computation looked into the HAProxy files of a host; no option is called so. */
export const haproxyText = 'text of haproxy.cfg';

/** Which options of hosts a computation looked at, and whether it looked into HAProxy's files. */
export class Reads {
  // Most rules look at nothing, and a keystroke asks hundreds of them.
  private names: Set<string> | undefined;
  private everything = false;

  add(name: string): void {
    (this.names ??= new Set()).add(name);
  }

  addEverything(): void {
    this.everything = true;
  }

  addAll(other: Reads): void {
    for (const name of other.names ?? []) this.add(name);
    this.everything ||= other.everything;
  }

  /** Whether the outcome may be another one once these options have other values. */
  concern(changed: ReadonlySet<string>): boolean {
    if (this.everything) return true;
    for (const name of changed) if (this.names?.has(name)) return true;
    return false;
  }
}

/** The computation that runs now, when anybody wants to know what it reads. */
let current: Recording | undefined;

interface Recording {
  readonly reads: Reads;
  /** Remembered values are asked for again and again; what they were made of is taken over once. */
  noted?: Set<Reads>;
}

export function noteRead(name: string): void {
  current?.reads.add(name);
}

export function noteReadOfEverything(): void {
  current?.reads.addEverything();
}

/** Tells the running computation what a remembered value was made of. */
export function noteReads(reads: Reads): void {
  if (!current || current.noted?.has(reads)) return;
  (current.noted ??= new Set()).add(reads);
  current.reads.addAll(reads);
}

/** Runs a computation and tells which options it looked at, in itself and in remembered values. */
export function recordReads<T>(compute: () => T): { readonly value: T; readonly reads: Reads } {
  const outer = current;
  const reads = new Reads();
  current = { reads };
  try {
    return { value: compute(), reads };
  } finally {
    current = outer;
    outer?.reads.addAll(reads);
  }
}

/**
 * Remembers what `compute` makes of a host or a cluster for as long as nothing of it changes. Whoever asks for the
 * value counts as having read what it was made of.
 */
export function rememberPer<S extends object, T>(compute: (subject: S) => T): (subject: S) => T {
  const known = new WeakMap<S, { readonly value: T; readonly reads: Reads }>();
  return (subject) => {
    const found = known.get(subject);
    if (found) {
      noteReads(found.reads);
      return found.value;
    }
    const made = recordReads(() => compute(subject));
    known.set(subject, made);
    return made.value;
  };
}
