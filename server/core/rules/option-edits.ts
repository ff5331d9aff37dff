import { commandLine, type Written } from '../model/setting';
import { spanText } from '../syntax/tree';
import { type Edit, insertAfter, replace } from './finding';

/** Puts another value in the place of an option's, within the quotes it stands in; undefined for a bare name. */
export function setValue({ valueSpan }: Written, value: string): Edit | undefined {
  if (!valueSpan) return undefined;
  const written = spanText(valueSpan);
  const quote = /^(["'])[^]*\1$/.exec(written)?.[1] ?? '';
  return replace(valueSpan, quote + value + quote);
}

/**
 * Sets more options on lines below another one, blanks around `=` as they stand there.
 *
 * @returns undefined for an argument of a container, behind which there are no such lines
 */
export function setBelow(above: Written, options: Readonly<Record<string, string>>): Edit | undefined {
  if (above.group === commandLine) return undefined;
  const lines = Object.entries(options).map(([name, value]) => name + equalsLike(above) + value);
  return lines.length === 0 ? undefined : insertAfter(above.nameSpan, lines.join('\n'));
}

function equalsLike({ nameSpan, valueSpan }: Written): string {
  if (!valueSpan) return ' = ';
  const between = spanText({ ...nameSpan, start: nameSpan.end, end: valueSpan.start });
  return /^\s*=\s*$/.test(between) ? between : ' = ';
}

/** The edits that can be made, one for each place: hosts that share a file ask for the same one several times. */
export function onePerPlace(edits: Iterable<Edit | undefined>): Edit[] {
  const byPlace = new Map<unknown, Edit>();
  for (const edit of edits) {
    if (edit && !byPlace.has(placeOf(edit))) byPlace.set(placeOf(edit), edit);
  }
  return [...byPlace.values()];
}

function placeOf(edit: Edit): unknown {
  return edit.kind === 'append' ? edit.document : edit.span;
}
