import { parse } from 'ini';

/** Options by group, as written; of a name that comes twice the last value. */
export type Groups = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Lines that mean the same to `ini` and to the clients: no quotes, escapes, comments behind values, includes or bare names. */
const plainLine = /^\s*([#;].*|\[[\w-]+\]|[\w-]+\s*=\s*[\w./:@%+,-]*)?\s*$/;

/**
 * Reads the groups of a plain option file with `ini`.
 *
 * @returns undefined for a file that `ini` cannot express, which is for the parser of the language server to read
 */
export function plainGroups(text: string): Groups | undefined {
  if (!text.split(/\r?\n/).every((line) => plainLine.test(line))) return undefined;
  const groups = Object.entries(parse(text) as Record<string, unknown>).flatMap(([name, options]) =>
    typeof options === 'object' && options !== null ? [[name, readGroup(options)] as const] : [],
  );
  return new Map(groups);
}

/** `ini` makes values of its own of `true`, `false` and `null`; to the clients they are words. */
function readGroup(options: object): ReadonlyMap<string, string> {
  return new Map(Object.entries(options).map(([name, value]) => [name, String(value)]));
}
