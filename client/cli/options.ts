import type { Model } from '../../server/core/model/model';
import { closest } from '../../server/core/text/closest';
import { ruleList } from './rule-list';
import { UsageError } from './usage-error';

/** @throws UsageError when the value is none of the allowed ones */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${option} takes ${allowed.join(', ')}, not "${value}"`);
  return found;
}

/** @throws UsageError when there is no such rule */
export function knownRule(id: string): string {
  const ids = ruleList.map((each) => each.id);
  if (ids.includes(id)) return id;
  throw new UsageError(`there is no rule ${id}${didYouMean(id, ids, '"quorate explain" lists all of them')}`);
}

/** The rules named on the command line, or undefined for all. */
export function someRules(ids: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return ids && new Set(ids.map(knownRule));
}

/** @throws UsageError when the model has no cluster of this name */
export function knownCluster(name: string | undefined, model: Model): string | undefined {
  const names = model.clusters.map((cluster) => cluster.name);
  if (name === undefined || names.includes(name)) return name;
  const all = names.length === 0 ? 'none was found' : `there are ${names.join(', ')}`;
  throw new UsageError(`there is no cluster ${name}${didYouMean(name, names, all)}`);
}

function didYouMean(word: string, candidates: readonly string[], otherwise: string): string {
  const [near] = closest(word, candidates);
  return near === undefined ? `; ${otherwise}` : `; did you mean ${near}?`;
}
