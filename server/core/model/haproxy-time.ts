/** A time as HAProxy reads it. */
export interface HaproxyTime {
  /** In milliseconds; a number without a unit counts them. */
  readonly milliseconds: number;
  readonly hasUnit: boolean;
  /** What follows the unit: HAProxy 2.6 to 3.4 ignore it with a warning. */
  readonly rest: string;
}

const factors: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The longest time, in milliseconds: some 24.8 days. */
export const longestTime = 2 ** 31 - 1;

/** Reads `30`, `5s`, `500us`; undefined for what HAProxy refuses, but for times that are too long (`parse_time_err` of src/tools.c). */
export function readTime(text: string): HaproxyTime | undefined {
  const match = /^(\d+)(us|ms|[smhd])?(.*)$/.exec(text);
  if (!match) return undefined;
  const [, digits = '', unit, rest = ''] = match;
  if (unit === undefined && rest !== '') return undefined;
  return { milliseconds: Number(digits) * (factors[unit ?? 'ms'] ?? 1), hasUnit: unit !== undefined, rest };
}
