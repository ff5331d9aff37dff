/** A set of MySQL GTIDs: ranges of transaction numbers, ends included, by `uuid` or `uuid:tag`. */
export type GtidSet = ReadonlyMap<string, readonly (readonly [bigint, bigint])[]>;

/** Reads gtid_executed, `uuid:1-10:12,uuid:tag:1-3` (MySQL 8.3 and later know tags); line breaks are allowed. */
export function readGtidSet(text: string | undefined): GtidSet {
  const set = new Map<string, [bigint, bigint][]>();
  for (const part of (text ?? '').replace(/\s/g, '').split(',')) {
    const [uuid, ...pieces] = part.toLowerCase().split(':');
    if (!uuid) continue;
    let name = uuid;
    for (const piece of pieces) {
      const range = /^(\d+)(?:-(\d+))?$/.exec(piece);
      if (!range) {
        name = `${uuid}:${piece}`;
        continue;
      }
      const [, from = '', to = from] = range;
      set.set(name, [...(set.get(name) ?? []), [BigInt(from), BigInt(to)]]);
    }
  }
  return set;
}

/** What is in `mine` and not in `theirs`. */
export function subtract(mine: GtidSet, theirs: GtidSet): GtidSet {
  const left = new Map<string, readonly (readonly [bigint, bigint])[]>();
  for (const [name, ranges] of mine) {
    let rest: readonly (readonly [bigint, bigint])[] = ranges;
    for (const [from, to] of theirs.get(name) ?? []) {
      rest = rest.flatMap(([low, high]): [bigint, bigint][] => [
        ...(low < from ? [[low, high < from ? high : from - 1n] as [bigint, bigint]] : []),
        ...(high > to ? [[low > to ? low : to + 1n, high] as [bigint, bigint]] : []),
      ]);
    }
    if (rest.length > 0) left.set(name, rest);
  }
  return left;
}

export function gtidSetText(set: GtidSet): string {
  return [...set]
    .map(([name, ranges]) => [name, ...ranges.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`))].join(':'))
    .join(',');
}
