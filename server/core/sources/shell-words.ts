import type { TracedText } from './source-text';

/**
 * Splits a command line the way Compose does for a `command:` string and a POSIX shell for its words: at blanks,
 * with `'...'`, `"..."` and `\` undone. An open quote ends with the text. Operators such as `&&` stay words only
 * when blanks stand around them, `;` at a word's end stays with the word.
 */
export function shellWords(line: TracedText): TracedText[] {
  const words: TracedText[] = [];
  const text = line.text;
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at])) {
      at++;
      continue;
    }
    const { parts, end } = wordAt(line, at);
    words.push(line.slice(at, end).joined(parts));
    at = end;
  }
  return words;
}

function wordAt(line: TracedText, start: number): { parts: TracedText[]; end: number } {
  const text = line.text;
  const parts: TracedText[] = [];
  let quote = '';
  let partStart = start;
  let at = start;
  const take = (resumeAt: number): void => {
    if (partStart < at) parts.push(line.slice(partStart, at));
    partStart = resumeAt;
  };
  for (; at < text.length; at++) {
    const character = text[at] as string;
    const next = text[at + 1];
    if (character === '\\' && quote !== "'" && next !== undefined && (!quote || '"\\$`\n'.includes(next))) {
      take(next === '\n' ? at + 2 : at + 1);
      at++;
    } else if (quote ? character === quote : character === '"' || character === "'") {
      take(at + 1);
      quote = quote ? '' : character;
    } else if (!quote && isBlank(character)) break;
  }
  take(at);
  return { parts, end: at };
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
