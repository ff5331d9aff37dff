/**
 * The line, from 0, on which a character stands.
 *
 * @param starts the offset of each line's first character, ascending
 * @param offset of a character; one before the first line is taken for one of it
 */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
