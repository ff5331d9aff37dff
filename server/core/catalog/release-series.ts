import type { Product } from './options';

/** A program whose releases Quorate tells apart. */
export type Program = Product | 'haproxy';

/**
 * Release series that were published, oldest first (the release notes of MariaDB and MySQL, MySQL's `whats new`
 * pages; HAProxy's branch table). MySQL's numbering goes on with the year after 9.7.
 */
const published: Readonly<Record<Program, readonly string[]>> = {
  mariadb: ['5.5', ...numbered('10', 0, 11), ...numbered('11', 0, 8), ...numbered('12', 0, 3)],
  mysql: ['5.5', '5.6', '5.7', ...numbered('8', 0, 4), ...numbered('9', 0, 7), '26.7'],
  haproxy: [...numbered('1', 5, 9), ...numbered('2', 0, 9), ...numbered('3', 0, 4)],
};

const oldestUnderstood: Readonly<Record<Program, string>> = {
  mariadb: '10.5',
  mysql: '5.7',
  haproxy: '2.4',
};

export const programNames: Readonly<Record<Program, string>> = {
  mariadb: 'MariaDB',
  mysql: 'MySQL',
  haproxy: 'HAProxy',
};

/** The series of a version: `10.11` of `10.11.6`, `10.11-jammy`, `v10.11`; undefined when no such series was published. */
export function seriesOf(program: Program, version: string): string | undefined {
  const series = /^v?(\d+\.\d+)(?=$|[.\-_+~])/.exec(version)?.[1];
  return series !== undefined && published[program].includes(series) ? series : undefined;
}

/** The series Quorate has facts about, oldest first. */
export function understoodSeries(program: Program): readonly string[] {
  const all = published[program];
  return all.slice(all.indexOf(oldestUnderstood[program]));
}

function numbered(major: string, first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${major}.${first + index}`);
}
