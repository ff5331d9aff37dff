import type { Host } from './host';
import { haproxyText } from './reads';
import type { Setting } from './setting';

/**
 * The options that have other values on a host than before, when nothing else of it differs: no name, no address, no
 * file, no role. Undefined when something else does. The text of other files than option files and HAProxy's must be
 * the same.
 *
 * @param isProxyChanged whether the text of HAProxy's files is another one, which stands among the options as `haproxyText`
 */
export function changedOptions(before: Host, after: Host, isProxyChanged: boolean): ReadonlySet<string> | undefined {
  for (const key of Object.keys(after) as (keyof Host)[]) {
    if (key !== 'options' && !isSame(before[key], after[key])) return undefined;
  }
  const changed = new Set<string>(isProxyChanged ? [haproxyText] : []);
  for (const name of new Set([...before.options.names, ...after.options.names])) {
    if (!sameLines(before.options.all(name), after.options.all(name))) changed.add(name);
  }
  return changed;
}

function sameLines(before: readonly Setting[], after: readonly Setting[]): boolean {
  return before.length === after.length && before.every((setting, index) => sameLine(setting, after[index]));
}

function sameLine(before: Setting, after: Setting | undefined): boolean {
  if (before === after) return true;
  return (
    before.written === after?.written &&
    before.value === after.value &&
    before.group === after.group &&
    before.negated === after.negated &&
    widthOf(before) === widthOf(after)
  );
}

/** The same value takes another width when it is quoted differently. */
function widthOf({ valueSpan }: Setting): number | undefined {
  return valueSpan && valueSpan.end - valueSpan.start;
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((each, index) => each === after[index]);
  }
  if (before instanceof Set && after instanceof Set) {
    return before.size === after.size && [...before].every((each) => after.has(each));
  }
  return isRecord(before) && isRecord(after) && sameFields(before, after);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function sameFields(before: Record<string, unknown>, after: Record<string, unknown>): boolean {
  const names = Object.keys(before);
  return names.length === Object.keys(after).length && names.every((name) => before[name] === after[name]);
}
