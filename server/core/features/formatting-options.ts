import { malformation } from '../model/option-lines';
import type { MyCnfLine, SettingLine } from '../syntax/mycnf';
import { trimBlanks, trimBlanksEnd } from '../text/blanks';
import { inColumns } from './alignment';

/** The lines of an option file laid out: no indentation, `name = value`, and columns of `=` kept where there are any. */
export function formatOptions(lines: readonly MyCnfLine[]): string[] {
  const made = lines.map((line) => (line.kind === 'comment' ? trimBlanksEnd(line.text) : bare(line)));
  for (let at = 0; at < lines.length;) {
    let end = at;
    while (lines[end]?.kind === 'setting') end++;
    layOut(lines, at, end, made);
    at = Math.max(end, at + 1);
  }
  return made;
}

/** Without the blanks around it. Quotes may hold blanks that count, so lines with a quote before the `=` stay. */
function bare(line: MyCnfLine): string {
  if (line.kind !== 'setting') return trimBlanks(line.text);
  return isPlain(line) ? trimBlanks(line.text) : line.text;
}

function layOut(lines: readonly MyCnfLine[], from: number, to: number, made: string[]): void {
  const columned: number[] = [];
  for (let at = from; at < to; at++) {
    const line = lines[at];
    if (line?.kind === 'setting' && line.valueSlice && isPlain(line)) columned.push(at);
  }
  const laidOut = inColumns(
    columned.map((at) => {
      const line = lines[at] as SettingLine;
      const equals = line.text.indexOf('=', line.nameSlice.end);
      const rest = trimBlanks(line.text.slice(equals + 1));
      return { parts: [line.name, rest === '' ? '=' : `= ${rest}`], gaps: [equals - line.nameSlice.end] };
    }),
    1,
    true,
  );
  columned.forEach((at, index) => (made[at] = laidOut[index] ?? ''));
}

function isPlain(line: SettingLine): boolean {
  const { text, name, value } = line;
  // A blank behind a name that begins with `?` can turn the line into MariaDB's `?include`.
  const isOdd = /["']|^\s*\?/.test(text.slice(0, line.nameSlice.end)) || /[\r\v\f]/.test(text);
  return !isOdd && !malformation({ written: name, value });
}
