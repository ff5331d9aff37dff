/**
 * The candidates a misspelt word most likely means, best first: at most `farthest` edits away, fewer for short words,
 * so that no word is turned into a stranger. Capitals do not count as edits.
 */
export function closest(word: string, candidates: Iterable<string>, farthest = 2): string[] {
  const allowed = Math.min(farthest, Math.floor(word.length / 3));
  const lower = word.toLowerCase();
  const found: { candidate: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase(), allowed);
    if (distance <= allowed) found.push({ candidate, distance });
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/**
 * Letters to insert, delete, replace or swap with their neighbour until one word is the other (optimal string
 * alignment). Anything beyond `limit` counts as `limit + 1`, which is told early.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  const width = b.length + 1;
  const costs = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number): number => costs[row * width + column] as number;
  for (let row = 0; row <= a.length; row++) {
    let least = limit + 1;
    for (let column = 0; column <= b.length; column++) {
      let cost = Math.max(row, column);
      if (row > 0 && column > 0) {
        const isSame = a[row - 1] === b[column - 1];
        cost = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1, at(row - 1, column - 1) + (isSame ? 0 : 1));
        const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
        if (isSwapped) cost = Math.min(cost, at(row - 2, column - 2) + 1);
      }
      costs[row * width + column] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
  }
  return Math.min(at(a.length, b.length), limit + 1);
}
