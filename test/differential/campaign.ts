import type { Daemons } from '../daemons';
import type { Finding } from '../../server/core/rules/finding';
import { type Case, makeCases } from './cases';
import { claimsOn } from './claims';
import { daemonVerdict, startVerdict } from './daemon-verdict';
import { type Agreement, compareEffective } from './effective';
import { type Oracle, releaseOf } from './oracles';
import { seedsOf } from './seeds';

/** A case with both answers. */
export interface Outcome extends Case {
  readonly isRefused: boolean;
  /** What the program said. */
  readonly said: string;
  /** Quorate's findings that say it will not start. */
  readonly fatal: readonly Finding[];
}

export interface KindStatistics {
  readonly kind: string;
  readonly cases: number;
  readonly refused: number;
  /** Refusals that Quorate foretold. */
  readonly foretold: number;
}

/** The outcome of a run against one oracle. */
export interface Campaign {
  readonly oracle: Oracle;
  readonly outcomes: readonly Outcome[];
  readonly kinds: readonly KindStatistics[];
  /** Cases where Quorate says that the program will not start, and the program accepts the configuration. */
  readonly falseAlarms: readonly Outcome[];
  /** Cases the program refuses and Quorate says nothing fatal of. */
  readonly misses: readonly Outcome[];
  /** How often the program itself was run for the cases. */
  readonly executions: number;
  /** Effective values of options, of accepted cases; empty for programs that print none. */
  readonly effective: Agreement;
}

/** Has an oracle and Quorate judge the same cases. */
export function runCampaign(oracle: Oracle, daemons: Daemons, runSeed: string, count: number): Campaign {
  const { program } = oracle;
  const release = releaseOf(oracle);
  const before = daemons.executions.get(program) ?? 0;
  const effective: Agreement = { agreed: 0, disagreed: [], notCompared: 0 };
  const outcomes = makeCases(oracle, seedsOf(oracle, daemons), runSeed, count).map((each): Outcome => {
    const verdict = judged(each, () => daemonVerdict(program, daemons, each.seed, each.text));
    const { fatal, host } = claimsOn(oracle, each.seed, each.text, each.isReleaseKnown);
    if (release && 'effective' in verdict && verdict.effective)
      compareEffective(host, release, verdict.effective, effective);
    // A mere check cannot refute what Quorate says of a start; the start itself can.
    const isDisputed = verdict.accepts && fatal.length > 0;
    const { accepts, stderr } = isDisputed ? startVerdict(program, daemons, each.seed, each.text) : verdict;
    return { ...each, isRefused: !accepts, said: stderr, fatal };
  });
  return {
    oracle,
    outcomes,
    kinds: byKind(outcomes),
    falseAlarms: outcomes.filter(({ isRefused, fatal }) => !isRefused && fatal.length > 0),
    misses: outcomes.filter(({ isRefused, fatal }) => isRefused && fatal.length === 0),
    executions: (daemons.executions.get(program) ?? 0) - before,
    effective,
  };
}

/** Runs a daemon over a case; one that neither accepts nor refuses is named. */
function judged<T>({ number, kind, seed, text }: Case, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    throw new Error(`case ${number}, ${kind}, from ${seed.name}, got no answer:\n${text}`, { cause: error });
  }
}

function byKind(outcomes: readonly Outcome[]): KindStatistics[] {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const same = outcomes.filter((outcome) => outcome.kind === kind);
    const refused = same.filter(({ isRefused }) => isRefused);
    return {
      kind,
      cases: same.length,
      refused: refused.length,
      foretold: refused.filter(({ fatal }) => fatal.length > 0).length,
    };
  });
}
