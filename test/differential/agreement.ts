import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Daemons } from '../daemons';
import { type Campaign, counts } from './campaign';
import { type Oracle, othersOf } from './oracles';

/** Cases of one kind of change: how many there were, how many the daemon refused, how many of those were foretold. */
export type KindCounts = readonly [cases: number, refused: number, foretold: number];

/** What a run came to, as it is committed: one file an oracle in `agreement/`. */
export interface Agreement {
  readonly oracle: string;
  /** As the daemon gives it. */
  readonly version: string;
  /** Day of the run, `2026-11-21`. */
  readonly date: string;
  readonly seed: string;
  readonly cases: number;
  readonly packaged: number;
  /** Refusals, those left out that hang on a release nobody told. */
  readonly refused: number;
  /** Absent in runs where no other release of the program was asked. */
  readonly hangOnRelease?: number;
  readonly foretold: number;
  readonly falseAlarms: number;
  /** Effective values that agree, of those that could be compared; both 0 for programs that print none. */
  readonly effective: readonly [agreed: number, compared: number];
  readonly kinds: Readonly<Record<string, KindCounts>>;
}

export function agreementOf(campaign: Campaign, version: string, date: string, seed: string): Agreement {
  const { oracle, outcomes, misses, falseAlarms, effective, kinds } = campaign;
  const refused = outcomes.filter(counts).length;
  return {
    oracle: oracle.name,
    version,
    date,
    seed,
    cases: outcomes.length,
    packaged: outcomes.filter((outcome) => outcome.seed.origin === 'packaged').length,
    refused,
    ...(othersOf(oracle).length > 0 && {
      hangOnRelease: outcomes.filter(({ hangsOnRelease }) => hangsOnRelease).length,
    }),
    foretold: refused - misses.length,
    falseAlarms: falseAlarms.length,
    effective: [effective.agreed, effective.agreed + effective.disagreed.length],
    kinds: Object.fromEntries(
      kinds.map((each): [string, KindCounts] => [each.kind, [each.cases, each.refused, each.foretold]]),
    ),
  };
}

/** What the program says of itself, such as `10.11.14-MariaDB-0+deb12u2`. */
export function versionOf({ program }: Oracle, daemons: Daemons): string {
  const said = daemons.run([program, /^(mariadbd|mysqld)$/.test(program) ? '--version' : '-v']).stdout;
  return /\d+\.\d+[\w.+~-]*/.exec(said)?.[0] ?? '';
}

/** The run whose misses people look at, and one with another seed that shows whether rules were made for the first. */
export type Run = 'first' | 'second';
export const seedOf: Readonly<Record<Run, string>> = { first: '1', second: '3' };

const fileOf = ({ name }: Oracle, run: Run): string =>
  path.join(__dirname, 'agreement', run === 'first' ? `${name}.json` : `${name}.second.json`);

/** The committed run of an oracle, or undefined when there is none yet. */
export function committedAgreement(oracle: Oracle, run: Run = 'first'): Agreement | undefined {
  const file = fileOf(oracle, run);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Agreement) : undefined;
}

/** Every committed run, both of an oracle together. */
export function committedRuns(oracles: readonly Oracle[]): Agreement[] {
  const runs: readonly Run[] = ['first', 'second'];
  return oracles.flatMap((oracle) => runs.flatMap((run) => committedAgreement(oracle, run) ?? []));
}

/** Writes a run where `committedAgreement` finds it; one kind a line, so that two runs compare well. */
export function commitAgreement(oracle: Oracle, agreement: Agreement, run: Run): void {
  const { kinds, ...head } = agreement;
  const lines = Object.entries(kinds).map(([kind, counts]) => `    ${JSON.stringify(kind)}: [${counts.join(', ')}]`);
  const fields = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${spaced(value)}`);
  writeFileSync(fileOf(oracle, run), `{\n${fields.join(',\n')},\n  "kinds": {\n${lines.join(',\n')}\n  }\n}\n`);
}

function spaced(value: unknown): string {
  return JSON.stringify(value).replaceAll(',', ', ');
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
