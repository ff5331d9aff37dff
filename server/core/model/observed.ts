import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Document, Span } from '../syntax/tree';
import type { Target } from '../catalog/options';
import { readsGroup } from './includes';
import type { Written } from './setting';

/** What a running server said of itself that its files leave open. */
export interface Observed {
  /** Product and series; the manifest still wins, because it says what is meant to be. */
  readonly target: Target;
  /** Options by canonical name with the value they have; only those count that no file sets. */
  readonly values: ReadonlyMap<string, string>;
}

/** The group name of options that no file sets and a running server has all the same. */
export const atRunTime = 'running server';

/** The lines that stand for what a server said: its first group of the first file, else the first line there is. */
export function standInsFor(
  observed: Observed,
  files: readonly Document<MyCnfLine>[],
  target: Target,
  isSet: (name: string) => boolean,
): Written[] {
  const place = standInFor(files, target);
  if (!place) return [];
  return [...observed.values]
    .filter(([name]) => !isSet(name))
    .map(([name, value]) => ({ written: name, value, nameSpan: place, valueSpan: place, group: atRunTime }));
}

/** Where something is said of a host that no line of its option files says; undefined without such a file. */
export function standInFor(files: readonly Document<MyCnfLine>[], target: Target): Span | undefined {
  const blocks = files.flatMap((file) => file.blocks);
  const block = blocks.find((each) => readsGroup(groupOf(each) ?? '', target)) ?? blocks[0];
  if (!block) return undefined;
  const end = block.document.lines.line(block.document.startOf(block) ?? 0).length;
  return { block, line: 0, start: 0, end, isStandIn: true };
}

/** Whether two looks at a server say the same, so that nothing has to be judged again. */
export function sameObserved(one: Observed | undefined, other: Observed | undefined): boolean {
  if (one === other) return true;
  if (!one || !other || one.values.size !== other.values.size) return false;
  if (one.target.product !== other.target.product || one.target.series !== other.target.series) return false;
  return [...one.values].every(([name, value]) => other.values.get(name) === value);
}
