import { identityOf, type Verdict } from './verdict';

/** Remembers since when each verdict holds, for programs that do not say it themselves. */
export class History {
  private known: ReadonlyMap<string, number | undefined> | undefined;

  /**
   * Puts `since` into verdicts that have begun under our eyes. What was there at the first look began at a time nobody
   * knows; what is gone is forgotten, so that the memory holds no more than the last refresh.
   *
   * @param at milliseconds since 1970
   */
  add(verdicts: readonly Verdict[], at: number): Verdict[] {
    const { known } = this;
    const next = new Map<string, number | undefined>();
    const dated = verdicts.map((verdict) => {
      const identity = identityOf(verdict);
      const began = known && !known.has(identity) ? at : known?.get(identity);
      next.set(identity, began);
      const since = verdict.since ?? began;
      return since === undefined ? verdict : { ...verdict, since };
    });
    this.known = next;
    return dated;
  }
}

/** What begins and what ends between two refreshes, healthy channels and notes left out. */
export function changes(
  before: readonly Verdict[],
  after: readonly Verdict[],
): { readonly begun: readonly Verdict[]; readonly ended: readonly Verdict[] } {
  const counted = (verdicts: readonly Verdict[]): Map<string, Verdict> =>
    new Map(
      verdicts
        .filter(({ level }) => level !== 'healthy' && level !== 'note')
        .map((verdict) => [`${identityOf(verdict)}\n${verdict.level}`, verdict]),
    );
  const [old, now] = [counted(before), counted(after)];
  return {
    begun: [...now].filter(([key]) => !old.has(key)).map(([, verdict]) => verdict),
    ended: [...old].filter(([key]) => !now.has(key)).map(([, verdict]) => verdict),
  };
}
