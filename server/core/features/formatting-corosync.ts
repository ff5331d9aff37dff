import type { CorosyncLine, PairLine } from '../syntax/corosync';
import { trimBlanks, trimBlanksEnd } from '../text/blanks';
import { inColumns } from './alignment';

/** The lines of a corosync.conf laid out: indented by their depth, `key: value`, columns of values kept. */
export function formatCorosync(lines: readonly CorosyncLine[], indent: string): string[] {
  const made: string[] = [];
  let depth = 0;
  for (let at = 0; at < lines.length;) {
    const line = lines[at] as CorosyncLine;
    if (line.kind === 'close') depth = Math.max(0, depth - 1);
    const before = indent.repeat(depth);
    let end = at;
    while (lines[end]?.kind === 'pair') end++;
    if (end > at) {
      for (const text of layOut(lines.slice(at, end) as PairLine[])) made.push(before + text);
      at = end;
      continue;
    }
    made.push(one(line, before));
    if (line.kind === 'open') depth++;
    at++;
  }
  return made;
}

function one(line: CorosyncLine, before: string): string {
  switch (line.kind) {
    case 'open':
      return `${before}${trimBlanks(line.text.slice(0, line.text.indexOf('{')))} {`;
    case 'close':
      return `${before}}`;
    case 'comment':
      // What was put at the margin is meant to stand there.
      return line.text.startsWith('#') ? trimBlanksEnd(line.text) : before + trimBlanks(line.text);
    case 'blank':
      return '';
    case 'pair':
    case 'bad':
      return line.text;
  }
}

function layOut(pairs: readonly PairLine[]): string[] {
  const made = inColumns(
    pairs.map(({ text, key, value, valueSlice }) => ({
      parts: value === '' ? [`${key}:`] : [`${key}:`, value],
      gaps: value === '' ? [] : [valueSlice.start - text.indexOf(':') - 1],
    })),
    1,
    false,
  );
  return made;
}
