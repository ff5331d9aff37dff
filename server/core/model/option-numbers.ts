/** Factors of the suffixes both servers read, by their first letter. */
const factors: Readonly<Record<string, bigint>> = {
  k: 1n << 10n,
  m: 1n << 20n,
  g: 1n << 30n,
  t: 1n << 40n,
  p: 1n << 50n,
  e: 1n << 60n,
};

/**
 * Reads an integer as both servers do: one suffix letter of K M G T P E, whatever follows it (`16MB` is 16M).
 *
 * @returns undefined for what they refuse: a blank before the suffix, a fraction, another letter, a word
 */
export function readInteger(value: string): bigint | undefined {
  const match = /^\s*([+-]?)(\d+)(?:([kmgtpe]).*)?$/is.exec(value);
  if (!match) return undefined;
  const [, sign, digits = '', suffix] = match;
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
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value);
}
