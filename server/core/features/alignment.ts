import type { Slice } from '../syntax/tree';

/** A line in a run of lines whose parts may stand in columns. */
export interface Columned {
  /** The parts in order, such as words; the gap behind each but the last is what is laid out. */
  readonly parts: readonly string[];
  /** The number of characters between each part and the next, as written. */
  readonly gaps: readonly number[];
}

/**
 * The parts of a run of lines with their gaps laid out: where somebody has put the parts in columns, they stay in
 * columns, and otherwise one blank is enough.
 *
 * @param columns how many gaps of a line may be columns; behind them one blank is enough
 * @param keepWidth whether columns that all lines agree on may be wider than they need to be
 */
export function inColumns(lines: readonly Columned[], columns: number, keepWidth: boolean): string[] {
  const wide = lines.some(({ gaps }) => gaps.slice(0, columns).some((gap) => gap > 1));
  if (!wide) return lines.map(({ parts }) => parts.join(' '));
  const widths: number[] = [];
  for (let column = 0; column < columns; column++) widths.push(widthOf(lines, column, keepWidth));
  return lines.map(({ parts }) =>
    parts
      .map((part, index) =>
        index < columns && index < parts.length - 1 ? part.padEnd((widths[index] ?? 0) - 1) : part,
      )
      .join(' '),
  );
}

/** Lines of words laid out the same way, where a column is no wider than it needs to be. */
export function wordsInColumns(
  lines: readonly { readonly text: string; readonly words: readonly Slice[] }[],
  columns: number,
): string[] {
  const columned = lines.map(({ text, words }) => ({
    parts: words.map(({ start, end }) => text.slice(start, end)),
    gaps: words.slice(1).map(({ start }, index) => start - (words[index]?.end ?? start)),
  }));
  return inColumns(columned, columns, false);
}

/** The width of a column with its gap. */
function widthOf(lines: readonly Columned[], column: number, keepWidth: boolean): number {
  const having = lines.filter(({ gaps }) => gaps.length > column);
  const written = new Set(having.map(({ parts, gaps }) => (parts[column] ?? '').length + (gaps[column] ?? 1)));
  const needed = Math.max(0, ...having.map(({ parts }) => (parts[column] ?? '').length)) + 1;
  const [only] = written;
  return keepWidth && written.size === 1 && only !== undefined && only >= needed ? only : needed;
}
