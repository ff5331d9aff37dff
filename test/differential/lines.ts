import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Lines an operator might write, one an entry, from `lines/<name>.txt`. In an entry of several lines `\n` and `\t`
 * stand for a line feed and a tab.
 */
export function linesOf(name: string): readonly string[] {
  const text = readFileSync(path.join(__dirname, 'lines', `${name}.txt`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
}
