import type { Unit } from '../catalog/options';

/** A number of bytes the way people say it: `128 MiB`; undefined for what is short enough as it is. */
export function sayBytes(bytes: bigint): string | undefined {
  let unit = '';
  let amount = bytes;
  for (const next of ['KiB', 'MiB', 'GiB', 'TiB']) {
    if (amount < 1024n || amount % 1024n !== 0n) break;
    amount /= 1024n;
    unit = next;
  }
  return unit === '' ? undefined : `${amount} ${unit}`;
}

const millisecondsOf: Partial<Record<Unit, number>> = {
  microseconds: 0.001,
  milliseconds: 1,
  seconds: 1000,
  days: 86_400_000,
};

const shortNames: Readonly<Record<Unit, string>> = {
  bytes: 'bytes',
  seconds: 's',
  milliseconds: 'ms',
  microseconds: 'µs',
  days: 'days',
  percent: '%',
};

/** What a bare number of a unit means: `s`, or `s = 8 h` for one that nobody counts in that unit. */
export function sayUnit(value: string, unit: Unit): string | undefined {
  if (!/^\d+$/.test(value)) return undefined;
  if (unit === 'bytes') {
    const said = sayBytes(BigInt(value));
    return said === undefined ? (BigInt(value) < 10_000n ? 'bytes' : undefined) : `= ${said}`;
  }
  const factor = millisecondsOf[unit];
  const longer = factor === undefined ? undefined : sayDuration(Number(value) * factor);
  const name = shortNames[unit];
  return longer === undefined || longer === `${value} ${name}` ? name : `${name} = ${longer}`;
}

/** A duration in the largest unit that counts it whole; undefined where that is a fraction of a microsecond. */
export function sayDuration(milliseconds: number): string | undefined {
  if (milliseconds === 0 || !Number.isFinite(milliseconds)) return undefined;
  const units: readonly (readonly [string, number])[] = [
    ['days', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
    ['ms', 1],
  ];
  const [name, size] = units.find(([, each]) => milliseconds >= each && milliseconds % each === 0) ?? ['µs', 0.001];
  const amount = milliseconds / size;
  if (!Number.isInteger(amount)) return undefined;
  return name === 'days' && amount === 1 ? '24 h' : `${amount} ${name}`;
}
