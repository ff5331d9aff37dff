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
  /** Quorate was not told the release, said nothing, and the same program of another release accepts the case. */
  readonly hangsOnRelease: boolean;
}

export interface KindStatistics {
  readonly kind: string;
  readonly cases: number;
  /** Refusals that do not hang on a release nobody told. */
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
  /** Cases the program refuses and Quorate says nothing fatal of, though no other release accepts them. */
  readonly misses: readonly Outcome[];
  /** How often the program itself was run for the cases. */
  readonly executions: number;
  /** Effective values of options, of accepted cases; empty for programs that print none. */
  readonly effective: Agreement;
}

/**
 * Has an oracle and Quorate judge the same cases.
 *
 * @param others the same program in other releases: what one of them accepts nobody can call fatal without being told
 *   the release
 */
export function runCampaign(
  oracle: Oracle,
  daemons: Daemons,
  runSeed: string,
  count: number,
  others: readonly Daemons[] = [],
): Campaign {
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
    const isOpen = !accepts && fatal.length === 0 && !each.isReleaseKnown;
    const hangsOnRelease =
      isOpen && others.some((other) => judged(each, () => daemonVerdict(program, other, each.seed, each.text)).accepts);
    return { ...each, isRefused: !accepts, said: stderr, fatal, hangsOnRelease };
  });
  return {
    oracle,
    outcomes,
    kinds: byKind(outcomes),
    falseAlarms: outcomes.filter(({ isRefused, fatal }) => !isRefused && fatal.length > 0),
    misses: outcomes.filter((outcome) => counts(outcome) && outcome.fatal.length === 0),
    executions: (daemons.executions.get(program) ?? 0) - before,
    effective,
  };
}

/** Whether a case is a refusal that could be foretold. */
export const counts = ({ isRefused, hangsOnRelease }: Outcome): boolean => isRefused && !hangsOnRelease;

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
    const refused = same.filter(counts);
    return {
      kind,
      cases: same.length,
      refused: refused.length,
      foretold: refused.filter(({ fatal }) => fatal.length > 0).length,
    };
  });
}
