import type { OptionFact, Target } from '../catalog/options';

/** Factors of the suffixes both servers read, by their first letter. */
const factors: Readonly<Record<string, bigint>> = {
  k: 1n << 10n,
  m: 1n << 20n,
  g: 1n << 30n,
  t: 1n << 40n,
  p: 1n << 50n,
  e: 1n << 60n,
};

const largest = (1n << 64n) - 1n;

/**
 * Reads an integer as both servers do: one suffix letter of K M G T P E, whatever follows it (`16MB` is 16M). A word
 * that begins with such a letter has no digits before it and is 0 (`many` is 0M).
 *
 * @returns undefined for what they refuse: a blank before the suffix or behind the number, a no-break space anywhere,
 *   a fraction, another letter, more than 64 bits
 */
export function readInteger(value: string): bigint | undefined {
  const match = /^[ \t-\r]*(?:([+-]?)(\d+))?(?:([kmgtpe]).*)?$/is.exec(value);
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined;
  const [, sign, digits = '0', suffix] = match;
  if (BigInt(digits) > largest) return undefined;
  const number = BigInt(digits) * (suffix === undefined ? 1n : (factors[suffix.toLowerCase()] as bigint));
  return sign === '-' ? -number : number;
}

/** Writes a number of bytes the short way when it is a whole number of them: `1G`. */
export function writeInteger(value: bigint): string {
  const [letter, factor] = Object.entries(factors).findLast(([, each]) => value !== 0n && value % each === 0n) ?? [];
  return letter === undefined || factor === undefined ? String(value) : `${value / factor}${letter.toUpperCase()}`;
}

/** Whether both servers read a text as a decimal number (`long_query_time`). */
export function isDecimal(value: string): boolean {
  return /^[ \t-\r]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
}

/** Options whose range begins at 0 or above, and which MariaDB nevertheless keeps as signed numbers. */
const signed =
  /^(tcp_keepalive_\w+|performance_schema_max_(digest|sql_text)_length|innodb_autoinc_lock_mode|connect_(?!timeout)\w+|rocksdb_\w+|s3_\w+)$/;

/**
 * Whether a number is negative and its option keeps no negative ones. MariaDB 10.11 and 11.8 refuse it; 10.5 takes the
 * largest number there is, and MySQL 9.7 the nearest one (tried).
 */
export function isForbiddenNegative(number: bigint, { name, min }: OptionFact): boolean {
  return number < 0n && min !== undefined && BigInt(min) >= 0n && !signed.test(name);
}

/** Whether a server is known not to start with such a number. */
export function refusesNegative({ product, series }: Target): boolean {
  return product === 'mariadb' && (series === '10.11' || series === '11.8');
}
