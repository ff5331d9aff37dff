import type { RuleEntry } from '../../server/core/rules/checker';
import { allFindings, claimsOf, open, type RulePage } from './page-claims';

/** What is asked of which page while a rule is disabled. */
export interface Matrix {
  /** How many pages were executed without some rule. */
  readonly executed: number;
  /** Where the outcome is not what it should be: a sentence each. */
  readonly faults: readonly string[];
}

/**
 * Executes pages with one rule disabled after the other. The disabled rule's own page must fail, in each of its bad
 * cases; every other page must hold. A rule can only matter to a page in whose cases it speaks, so those pages are
 * executed, and of the others the ones that `alsoAsked` names, to see that this is so.
 */
export function disableEach(
  rules: readonly RuleEntry[],
  pages: readonly RulePage[],
  alsoAsked: (rule: string, page: string) => boolean = () => false,
): Matrix {
  const speakers = new Map(pages.map((page) => [page.id, speakersOn(page, rules)]));
  const faults: string[] = [];
  let executed = 0;
  for (const [disabled] of rules) {
    const others = rules.filter(([id]) => id !== disabled);
    for (const page of pages) {
      const isOwn = page.id === disabled;
      if (!isOwn && !speakers.get(page.id)?.has(disabled) && !alsoAsked(disabled, page.id)) continue;
      executed++;
      if (isOwn)
        faults.push(...stillHolding(page, others).map((title) => `without ${disabled}, its own page ${title}`));
      else
        faults.push(...failing(page, others).map((why) => `without ${disabled}, the page of ${page.id} fails: ${why}`));
    }
  }
  return { executed, faults };
}

/** The rules that say something of a case of the page, before or after its fixes. */
function speakersOn({ scenes }: RulePage, rules: readonly RuleEntry[]): ReadonlySet<string> {
  return new Set(scenes.flatMap((scene) => allFindings(open(scene, rules)).map(({ rule }) => rule)));
}

function failing(page: RulePage, rules: readonly RuleEntry[]): string[] {
  return claimsOf(page).flatMap(({ title, check }) => {
    try {
      check(rules);
      return [];
    } catch (error) {
      return [`${title}: ${(error as Error).message}`];
    }
  });
}

/** The claims about bad cases that hold although their rule is disabled. */
function stillHolding(page: RulePage, rules: readonly RuleEntry[]): string[] {
  const bad = claimsOf(page).filter(({ title }) => title.startsWith('finds'));
  if (bad.length === 0) return ['marks nothing'];
  return bad.flatMap(({ title, check }) => {
    try {
      check(rules);
      return [title];
    } catch {
      return [];
    }
  });
}
