import type { KeepalivedLine, KeepalivedWord } from '../syntax/keepalived';
import { trimBlanksEnd } from '../text/blanks';
import { wordsInColumns } from './alignment';

/**
 * The lines of a block of keepalived.conf laid out: indented by their depth, one blank between words, columns of values
 * kept. Where braces do not match nobody can tell how deep a line lies; then all lines stay.
 */
export function formatKeepalived(lines: readonly KeepalivedLine[], indent: string): string[] {
  const depths = depthsOf(lines);
  const made = lines.map(({ text }) => text);
  if (!depths) return made;
  for (let at = 0; at < lines.length;) {
    const before = indent.repeat(depths[at] ?? 0);
    let end = at;
    while (isPair(lines[end]) && depths[end] === depths[at] && !isContinued(lines, end)) end++;
    if (end > at) {
      const run = lines.slice(at, end);
      layOut(run).forEach(
        (text, index) => (made[at + index] = before + text + commentOf(run[index] as KeepalivedLine)),
      );
      at = end;
      continue;
    }
    made[at] = one(lines, at, before);
    at++;
  }
  return made;
}

/** White space that keepalived may take for text. */
const otherBlanks = /[^\S \t]/;

function one(lines: readonly KeepalivedLine[], at: number, before: string): string {
  const line = lines[at] as KeepalivedLine;
  const { text, words } = line;
  // What lines with a backslash at their end join is the value of a definition.
  if (isContinued(lines, at) || otherBlanks.test(text)) return text;
  // What was put at the margin is meant to stand there.
  if (words.length === 0) return /^[#!]/.test(text) ? trimBlanksEnd(text) : indented(before, trimBlanksEnd(text));
  return isPlain(line) ? before + join(text, words) + commentOf(line) : indented(before, text);
}

function indented(before: string, text: string): string {
  const bare = text.replace(/^[ \t]+/, '');
  return bare === '' ? '' : before + bare;
}

/** How deep each line lies; undefined where braces do not match. A line that begins with `}` lies outside of it. */
function depthsOf(lines: readonly KeepalivedLine[]): number[] | undefined {
  const depths: number[] = [];
  let depth = 0;
  for (const { words } of lines) {
    const first = words.findIndex((word) => !isBrace(word, '}'));
    const closing = first < 0 ? words.length : first;
    depths.push(depth - closing);
    for (const word of words) {
      if (isBrace(word, '{')) depth++;
      else if (isBrace(word, '}')) depth--;
      if (depth < 0) return undefined;
    }
  }
  return depth === 0 ? depths : undefined;
}

function isBrace({ text, isQuoted }: KeepalivedWord, brace: string): boolean {
  return !isQuoted && text === brace;
}

/** A keyword with its values, whose columns somebody may have made. */
function isPair(line: KeepalivedLine | undefined): boolean {
  return (
    line !== undefined && line.words.length > 1 && isPlain(line) && !line.words.some(({ text }) => /^[{}]$/.test(text))
  );
}

/** Quotes and backslashes may hold blanks together, and so may what stands for a value (`$NAME=`, `~SEQ`). */
function isPlain({ text, words }: KeepalivedLine): boolean {
  const code = text.slice(0, words.at(-1)?.end ?? 0);
  return !/["'\\$~]/.test(code) && !otherBlanks.test(text);
}

/** Whether a line or the one before it goes on in the next one. */
function isContinued(lines: readonly KeepalivedLine[], at: number): boolean {
  return [lines[at], lines[at - 1]].some((line) => line !== undefined && /\\\s*$/.test(line.text));
}

function layOut(lines: readonly KeepalivedLine[]): string[] {
  return wordsInColumns(lines, 1);
}

function join(text: string, words: readonly KeepalivedWord[]): string {
  return words.map(({ start, end }) => text.slice(start, end)).join(' ');
}

/** The comment with the gap before it, which may be a column of comments. */
function commentOf({ text, words, comment }: KeepalivedLine): string {
  return comment ? trimBlanksEnd(text.slice(words.at(-1)?.end ?? 0)) : '';
}
