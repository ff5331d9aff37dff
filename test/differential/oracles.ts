import type { Release } from '../../server/core/catalog/options';
import type { Suite } from '../daemons';

/** The programs that judge; mysqld and mariadbd read the same language, each in its own way. */
export type Program = 'mariadbd' | 'mysqld' | 'haproxy' | 'corosync';

/** One daemon of one suite, whose verdict on a configuration is the truth Quorate is measured against. */
export interface Oracle {
  /** Names the oracle in tables and on the command line: `mariadb-10.11`. */
  readonly name: string;
  readonly program: Program;
  readonly suite: Suite;
  /** The release series, as quorate.json gives it. */
  readonly series: string;
  /** How many cases the committed table is made of. */
  readonly cases: number;
}

const oracle = (program: Program, suite: Suite, series: string, cases: number): Oracle => {
  const name = { mariadbd: 'mariadb', mysqld: 'mysql', haproxy: 'haproxy', corosync: 'corosync' }[program];
  return { name: `${name}-${series}`, program, suite, series, cases };
};

export const oracles: readonly Oracle[] = [
  oracle('mariadbd', 'bullseye', '10.5', 2000),
  oracle('mariadbd', 'bookworm', '10.11', 2000),
  oracle('mariadbd', 'trixie', '11.8', 2000),
  oracle('mysqld', 'sid-mysql', '9.7', 2000),
  oracle('haproxy', 'bookworm', '2.6', 1500),
  oracle('haproxy', 'trixie', '3.0', 1500),
  oracle('haproxy', 'sid', '3.2', 1500),
  oracle('haproxy', 'experimental', '3.4', 1500),
  oracle('corosync', 'bullseye', '3.1.2', 600),
  oracle('corosync', 'bookworm', '3.1.7', 600),
  oracle('corosync', 'trixie', '3.1.9', 600),
];

/** @throws when no oracle has the name */
export function oracleNamed(name: string): Oracle {
  const found = oracles.find((each) => each.name === name);
  if (!found) throw new Error(`there is no oracle ${name}; there are ${oracles.map((each) => each.name).join(', ')}`);
  return found;
}

/** The same program in other releases, where there are several to ask. */
export function othersOf(oracle: Oracle): readonly Oracle[] {
  return oracles.filter((each) => each.program === oracle.program && each !== oracle);
}

/** The release of the database server an oracle is; undefined for the other programs. */
export function releaseOf({ program, series }: Oracle): Release | undefined {
  if (program === 'mariadbd') return { product: 'mariadb', series };
  return program === 'mysqld' ? { product: 'mysql', series } : undefined;
}
