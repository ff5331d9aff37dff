import type { Line } from '../syntax/tree';
import { trimBlanks } from '../text/blanks';

/** Tags, comments and whatever else XML puts between angle brackets; what is cut off reaches to the end. */
const markup =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*(?:>|$)|<\/[^>]*(?:>|$)|<[A-Za-z_](?:[^>"']|"[^"]*(?:"|$)|'[^']*(?:'|$))*(?:>|$)/g;

/**
 * The lines of a CIB indented by the elements around them. Only blanks between two tags are touched: what stands in a
 * tag, in a comment or beside text stays. An XML that does not close what it opens stays as it is.
 */
export function formatCib(lines: readonly Line[], indent: string): string[] {
  const made = lines.map(({ text }) => text);
  const text = made.join('\n');
  const starts = startsOf(lines);
  const open: string[] = [];
  let behind = 0;
  let at = 0;
  for (const match of text.matchAll(markup)) {
    const [whole] = match;
    const [, closing, name = ''] = /^<(\/?)\s*([\w:.-]*)/.exec(whole) ?? [];
    if (closing && open.pop() !== name) return lines.map((line) => line.text);
    const gap = text.slice(behind, match.index);
    if (/^[ \t\n]*$/.test(gap)) {
      while ((starts[at] ?? Infinity) < behind) at++;
      // Only the last line of the gap has something on it, and the first one ends what stands before.
      for (; (starts[at] ?? Infinity) <= match.index; at++) {
        const line = made[at] ?? '';
        made[at] = trimBlanks(line) === '' ? '' : indent.repeat(open.length) + line.replace(/^[ \t]+/, '');
      }
    }
    behind = match.index + whole.length;
    if (/^<[A-Za-z_]/.test(whole) && !/\/>$/.test(whole)) open.push(name);
  }
  return open.length === 0 ? made : lines.map((line) => line.text);
}

/** Where each line begins in the whole text. */
function startsOf(lines: readonly Line[]): number[] {
  let start = 0;
  return lines.map(({ text }) => {
    const own = start;
    start += text.length + 1;
    return own;
  });
}
