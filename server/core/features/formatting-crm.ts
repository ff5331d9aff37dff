import type { CrmLine } from '../syntax/crm';
import { trimBlanks, trimBlanksEnd } from '../text/blanks';
import { wordsInColumns } from './alignment';

/** How many words of neighbouring statements with one keyword may stand in columns: keyword, name, what it is about. */
const columns = 3;

/**
 * Statements of the crm shell laid out: each begins at the margin, its further lines are indented, one blank stands
 * between words, columns of neighbours are kept.
 *
 * @param statements the lines of one statement or comment each; several only where each is a single line
 */
export function formatCrm(statements: readonly (readonly CrmLine[])[], indent: string): string[] {
  const [first = []] = statements;
  if (statements.length > 1) return inRun(statements.flat());
  return first.map((line, index) => (isWhole(first) ? one(line, index === 0 ? '' : indent) : line.text));
}

/** The keyword of a statement on one line; neighbours with the same one are laid out together. */
export function keywordOfLine(lines: readonly CrmLine[]): string | undefined {
  const [line, ...more] = lines;
  // Blank lines belong to nobody, so that they end a run.
  return line?.kind === 'words' && !line.continues && more.length === 0 && isWhole(lines) && isPlain(line)
    ? line.words[0]?.text
    : undefined;
}

function inRun(lines: readonly CrmLine[]): string[] {
  return wordsInColumns(lines, columns);
}

function one(line: CrmLine, before: string): string {
  const { text, words, continues, kind } = line;
  if (otherBlanks.test(text)) return text;
  if (kind === 'blank') return '';
  // What was put at the margin is meant to stand there; within a statement the shell joins it with the line before.
  if (kind === 'comment')
    return before === '' && text.startsWith('#') ? trimBlanksEnd(text) : before + trimBlanks(text);
  if (!isPlain(line)) return before + trimBlanks(text);
  const joined = words.map(({ start, end }) => text.slice(start, end)).join(' ');
  // Without a blank before the backslash, the last word and the first one of the next line are one.
  const isApart = /\s\\\s*$/.test(text) || words.length === 0;
  return before + joined + (continues ? (isApart ? `${words.length > 0 ? ' ' : ''}\\` : '\\') : '');
}

/** Whether no quote is left open on a line: what stands in it goes on in the next one. */
function isWhole(lines: readonly CrmLine[]): boolean {
  return lines.every(({ text }) => {
    let quote = '';
    for (let at = 0; at < text.length; at++) {
      const sign = text.charAt(at);
      if (sign === quote) quote = '';
      else if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
      else if (sign === '\\' && quote !== "'") at++;
    }
    return quote === '';
  });
}

/** White space that programs take for text, or for the end of a line. */
const otherBlanks = /[^\S \t]/;

/** Lines with other blanks, or with backslashes of their own, keep what stands between their words. */
function isPlain({ text, continues }: CrmLine): boolean {
  const bare = trimBlanksEnd(text);
  return !otherBlanks.test(text) && !(continues ? bare.slice(0, -1) : bare).includes('\\');
}
