import type { HaproxyLine } from '../syntax/haproxy';
import { trimBlanks, trimBlanksEnd } from '../text/blanks';
import { wordsInColumns } from './alignment';

/** How many words of neighbouring lines with one keyword may stand in columns: `server`, its name, its address. */
const columns = 3;

/** The lines of a section of haproxy.cfg laid out: indented below their header, one blank between words, columns kept. */
export function formatHaproxy(lines: readonly HaproxyLine[], indent: string): string[] {
  const inSection = lines[0]?.kind === 'section';
  const made = lines.map((line) => one(line, inSection ? indent : ''));
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (keywordOf(lines[end]) !== undefined && keywordOf(lines[end]) === keywordOf(lines[at])) end++;
    if (end > at) layOut(lines.slice(at, end), at, inSection ? indent : '', made);
    at = Math.max(end, at + 1);
  }
  return made;
}

function keywordOf(line: HaproxyLine | undefined): string | undefined {
  return line?.kind === 'statement' && isPlain(line) ? line.words[0]?.text : undefined;
}

function one(line: HaproxyLine, before: string): string {
  switch (line.kind) {
    case 'section':
      return isPlain(line) ? join(line, '') : line.text;
    case 'comment':
      // What was put at the margin is meant to stand there, and before a section it belongs to the next one.
      return line.text.startsWith('#') ? trimBlanksEnd(line.text) : before + trimBlanks(line.text);
    case 'blank':
      return line.words.length === 0 && isPlain(line) ? '' : line.text;
    case 'statement':
    case 'condition':
    case 'scope':
      return line.text;
  }
}

function layOut(lines: readonly HaproxyLine[], from: number, before: string, made: string[]): void {
  const laidOut = wordsInColumns(lines, columns);
  laidOut.forEach((text, index) => (made[from + index] = before + text + commentOf(lines[index] as HaproxyLine)));
}

function join(line: HaproxyLine, before: string): string {
  const words = line.words.map(({ start, end }) => line.text.slice(start, end));
  return before + words.join(' ') + commentOf(line);
}

/** The comment with the gap before it, which may be a column of comments. */
function commentOf({ text, words, commentSlice }: HaproxyLine): string {
  return commentSlice ? trimBlanksEnd(text.slice(words.at(-1)?.end ?? 0)) : '';
}

/**
 * A carriage return ends a line for HAProxy, other control characters are blanks to it, and a backslash before a tab
 * would have another meaning before a blank: such lines stay.
 */
function isPlain({ text }: HaproxyLine): boolean {
  return !/[\r\v\f]|\\\t/.test(text);
}
