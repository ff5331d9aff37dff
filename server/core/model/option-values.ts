import type { OptionFact } from '../catalog/options';
import { type OptionLine, readsValue } from './option-lines';
import { isDecimal, isForbiddenNegative, readInteger, refusesNegative } from './option-numbers';

/** What a server refuses a value for: it is no number, or none of the words the option takes. */
export type Refusal = 'number' | 'word';

/**
 * Whether every release that may read an option refuses its value; undefined when one of them takes it, if only by
 * changing it. Booleans are never refused. All of it was tried on MariaDB 10.5, 10.11 and 11.8 and on MySQL 9.7.
 */
export function refusalOf(option: OptionLine): Refusal | undefined {
  const { value, facts, resolution } = option;
  const [first] = facts;
  if (value === undefined || !first || !readsValue(option)) return undefined;
  // A number by its kind, but nobody reads it (MariaDB 10.11).
  if (resolution.name === 'debug_exit_info') return undefined;
  if (first.type === 'integer' || first.type === 'double') {
    return facts.every((fact) => isNoNumber(value, fact, option)) ? 'number' : undefined;
  }
  if (value === '') return undefined;
  if (characterSetOption.test(resolution.name)) return characterSets.has(value.toLowerCase()) ? undefined : 'word';
  // There are too many collations to know them all, but none has more than letters, digits and underscores.
  if (resolution.name === 'collation_server') return /^\w+$/.test(value) ? undefined : 'word';
  return facts.every((fact) => isNoWord(value, fact, option)) ? 'word' : undefined;
}

/** The words an option takes, in the order of its values; none for numbers and free texts. */
export function wordsOf({ facts, resolution }: OptionLine): readonly string[] {
  if (characterSetOption.test(resolution.name)) return [...characterSets];
  return [...new Set(facts.flatMap(({ values }) => values ?? []))];
}

/**
 * Whether a word stands for one of an option's values: both servers take it in any case, and cut short to a beginning
 * that only one value has.
 */
export function isValue(word: string, values: readonly string[]): boolean {
  if (word === '') return false;
  const lower = word.toLowerCase();
  const beginning = values.filter((value) => value.toLowerCase().startsWith(lower));
  return beginning.length === 1 || beginning.some((value) => value.length === word.length);
}

/** MySQL refuses an empty number, MariaDB takes it for 0. Some numbers are integers in one release, decimals in another. */
function isNoNumber(value: string, fact: OptionFact, { target }: OptionLine): boolean {
  if (fact.type !== 'integer' && fact.type !== 'double') return false;
  if (value === '') return target.product === 'mysql';
  if (fact.type === 'double') return !isDecimal(value);
  const number = readInteger(value);
  return number === undefined || (refusesNegative(target) && isForbiddenNegative(number, fact));
}

/** Enumerations and sets may be given by number, too. In a set there are no blanks and no empty places. */
function isNoWord(value: string, { type, values }: OptionFact, { target }: OptionLine): boolean {
  if (type === 'flagset') return !value.split(',').every((flag) => isSwitch(flag, target.product === 'mariadb'));
  if (!values || values.length === 0) return false;
  if (type === 'enum') return !isValue(value, values) && !(/^\d+$/.test(value) && Number(value) < values.length);
  if (type !== 'set' || /^\d+$/.test(value)) return false;
  return !value.split(',').every((word) => isValue(word, values));
}

/** `flag=on`, or `default`. MySQL takes the words cut short. Which flags there are changes too often to be judged. */
function isSwitch(text: string, inFull: boolean): boolean {
  const [, word] = /^\w+=(\w+)$/.exec(text) ?? [];
  if (word === undefined) return text.toLowerCase() === 'default';
  const meant = word.toLowerCase();
  return ['on', 'off', 'default'].some((each) => (inFull ? each === meant : each.startsWith(meant)));
}

/** Options that end the start when they name no character set the server was built with. */
const characterSetOption = /^character_set_(server|filesystem)$/;

/** Character sets of MariaDB 10.5 to 11.8 and MySQL 5.7 to 9.7 (SHOW CHARACTER SET, and the aliases they take). */
const characterSets: ReadonlySet<string> = new Set(
  (
    'armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr gb18030 gb2312 ' +
    'gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5 latin7 macce macroman sjis swe7 tis620 ucs2 ' +
    'ujis utf16 utf16le utf32 utf8 utf8mb3 utf8mb4'
  ).split(' '),
);
