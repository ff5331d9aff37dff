import { rules } from '../../server/core/rules/registry';
import { closest } from '../../server/core/text/closest';
import { UsageError } from './usage-error';

/** @throws UsageError when the value is none of the allowed ones */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} takes ${allowed.join(', ')}, not "${value}"`);
  return found;
}

/** @throws UsageError when there is no such rule */
export function knownRule(id: string): string {
  const ids = rules.map(([each]) => each);
  if (ids.includes(id)) return id;
  const [near] = closest(id, ids);
  throw new UsageError(`there is no rule ${id}${near ? `; did you mean ${near}?` : '; "quorate explain" lists all of them'}`);
}

/** The rules named on the command line, or undefined for all. */
export function someRules(ids: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return ids && new Set(ids.map(knownRule));
}
