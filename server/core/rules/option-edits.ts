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

/**
 * Gives an option a value: on the line that decides it now, else on a line of its own below another one.
 *
 * @param setting the line that decides now, if there is one
 * @param mark    the line below which a missing one goes
 */
export function put(
  setting: Written | undefined,
  name: string,
  value: string,
  mark: Written | undefined,
): Edit | undefined {
  if (!setting) return mark && setBelow(mark, { [name]: value });
  const { nameSpan, valueSpan, written, group } = setting;
  if (valueSpan && !/^(loose[-_])?(skip|disable|enable)[-_]/i.test(written)) return setValue(setting, value);
  const text = name + (group === commandLine ? '=' : equalsLike(setting)) + value;
  return replace({ ...nameSpan, end: valueSpan?.end ?? nameSpan.end }, text);
}

/** Makes a line a comment; undefined for an argument of a container. */
export function commentOut({ nameSpan, group }: Written): Edit | undefined {
  return group === commandLine ? undefined : replace({ ...nameSpan, end: nameSpan.start }, '#');
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
