import type { OptionFact } from '../catalog/options';
import { type OptionLine, readsValue } from './option-lines';
import { isPlaceholder } from './placeholder';
import { isDecimal, isForbiddenNegative, readInteger, refusesNegative } from './option-numbers';

/** What a server refuses a value for: it is no number, or none of the words the option takes. */
export type Refusal = 'number' | 'word';

/**
 * Whether every release that may read an option refuses its value; undefined when one of them takes it, if only by
 * changing it. Booleans are never refused; what is to be replaced before is not known. All of it was tried on MariaDB 10.5, 10.11 and 11.8 and on MySQL 9.7.
 */
export function refusalOf(option: OptionLine): Refusal | undefined {
  return option.value !== undefined && isPlaceholder(option.value) ? undefined : refusalAsWritten(option);
}

/** The same for a value that may be replaced before any server reads it, as if nothing replaced it. */
export function refusalAsWritten(option: OptionLine): Refusal | undefined {
  const { value, facts, resolution } = option;
  const [first] = facts;
  if (value === undefined || !first || !readsValue(option)) return undefined;
  // A number by its kind, but nobody reads it (MariaDB 10.11).
  if (resolution.name === 'debug_exit_info') return undefined;
  if (first.type === 'integer' || first.type === 'double') {
    return facts.every((fact) => isNoNumber(value, fact, option)) ? 'number' : undefined;
  }
  if (value === '') return undefined;
  // Of these only the last line is looked at, wherever it stands, so a rule about the whole host judges them.
  if (/^(character_set_(server|filesystem)|collation_server)$/.test(resolution.name)) return undefined;
  return facts.every((fact) => isNoWord(value, fact, option)) ? 'word' : undefined;
}

/** The words an option takes, in the order of its values; none for numbers and free texts. */
export function wordsOf({ facts }: OptionLine): readonly string[] {
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
  // MariaDB takes the largest number there is, MySQL refuses (10.5 to 11.8, and 9.7).
  if (target.product === 'mysql' && number !== undefined && number >= 1n << 64n) return true;
  return number === undefined || (refusesNegative(target) && isForbiddenNegative(number, fact));
}

/** Sets with members that nobody lists any more: numbers reach further than the words. */
const setsWithGaps = /^(sql_mode|old_mode|log_slow_(filter|verbosity|disabled_statements))$/;

/** Enumerations and sets may be given by number, too. In a set blanks stand behind words only, and no place is empty. */
function isNoWord(value: string, { name, type, values }: OptionFact, { target }: OptionLine): boolean {
  if (type === 'flagset') return !value.split(',').every((flag) => isSwitch(flag, target.product === 'mariadb'));
  if (!values || values.length === 0) return false;
  if (type === 'enum') return !isValue(value, values) && !(/^\d+$/.test(value) && Number(value) < values.length);
  if (type !== 'set') return false;
  // MariaDB has a word for all members, alone and in full (10.11 and 11.8); MariaDB 10.5 and MySQL refuse it.
  if (target.product !== 'mysql' && target.series !== '10.5' && value.trimEnd().toLowerCase() === 'all') return false;
  if (/^\d+$/.test(value)) return !setsWithGaps.test(name) && BigInt(value) >= 1n << BigInt(values.length);
  return !value.split(',').every((word) => isValue(word.trimEnd(), values));
}

/** `flag=on`, or `default`. MySQL takes the words cut short. Which flags there are changes too often to be judged. */
function isSwitch(text: string, inFull: boolean): boolean {
  const [, word] = /^\w+=(\w+)$/.exec(text) ?? [];
  if (word === undefined) return text.toLowerCase() === 'default';
  const meant = word.toLowerCase();
  return ['on', 'off', 'default'].some((each) => (inFull ? each === meant : each.startsWith(meant)));
}
