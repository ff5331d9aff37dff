import { type KeepalivedStatement, keepalivedStatements } from '../syntax/keepalived';
import type { Host } from './host';
import type { VrrpInstance } from './keepalived';
import { rememberPer } from './reads';

/** What becomes of an instance's priority (keepalived 2.2), as far as its file tells. */
export interface VrrpPriority {
  /** While everything that is tracked is well. */
  readonly whenWell: number;
  /** With one of the tracked scripts, processes and interfaces failing; undefined: it gives its addresses away. */
  readonly without: readonly { readonly name: string; readonly priority: number | undefined }[];
}

/** The lists of an instance, what defines their names, and the weight without one (keepalived.conf(5)). */
const lists = [
  ['track_script', 'vrrp_script', 0],
  ['track_process', 'vrrp_track_process', 1],
  ['track_interface', undefined, 0],
] as const;

/**
 * The priorities of an instance; undefined where its file does not tell: lines for some hosts only, variables, files
 * and sessions whose values are not known, weights that work the other way round, and what a group tracks.
 */
export function vrrpPriority(instance: VrrpInstance, host: Host): VrrpPriority | undefined {
  const base = Number(instance.priority?.text ?? '100');
  const { children } = instance.section;
  const isUnknown = children.some(({ keyword }) => /^track_(file|bfd)$/.test(keyword));
  if (instance.isConditional || isUnknown || !Number.isInteger(base) || base < 1 || base > 255) return undefined;
  const { definitions, groupsOf } = namesOn(host);
  const groups = groupsOf.get(instance.name) ?? [];
  if (groups.some((group) => group.children.some(({ keyword }) => keyword.startsWith('track_')))) return undefined;
  // Members of a group move together: keepalived takes no notice of their weights.
  const hasOwnWeights = groups.every((group) =>
    group.children.some(({ keyword }) => keyword === 'sync_group_tracking_weight'),
  );
  const tracked: { name: string; weight: number }[] = [];
  for (const [list, definition, standard] of lists) {
    for (const line of children.filter(({ keyword }) => keyword === list).flatMap((block) => block.children)) {
      const defined = definitions.get(`${definition} ${line.keyword}`);
      const weight = weightOf(line, defined, standard);
      if (weight === undefined) return undefined;
      if (weight === 0 || hasOwnWeights) tracked.push({ name: line.keyword, weight });
    }
  }
  return prioritiesOf(base, tracked);
}

function prioritiesOf(base: number, tracked: readonly { name: string; weight: number }[]): VrrpPriority {
  // The owner of an address keeps the highest priority, and nobody else gets it.
  const limited = (priority: number): number => (base === 255 ? 255 : Math.min(254, Math.max(1, priority)));
  const well = tracked.reduce((sum, { weight }) => sum + Math.max(0, weight), base);
  return {
    whenWell: limited(well),
    without: tracked.map(({ name, weight }) => ({
      name,
      priority: weight === 0 ? undefined : limited(well - Math.abs(weight)),
    })),
  };
}

/** The weight of a line of a list, else that of what it names; undefined where that is turned round or unknown. */
function weightOf(
  line: KeepalivedStatement,
  defined: KeepalivedStatement | undefined,
  standard: number,
): number | undefined {
  const own = line.words.map(({ text }) => text);
  const given = own[0] === 'weight' ? own.slice(1) : undefined;
  const inDefinition = defined?.children.findLast(({ keyword }) => keyword === 'weight')?.words.map(({ text }) => text);
  const [weight, ...rest] = given ?? inDefinition ?? [String(standard)];
  if (rest.length > 0 || (own.length > 0 && !given) || !/^[+-]?\d+$/.test(weight ?? '')) return undefined;
  return Number(weight);
}

/** What the statements of a host define by name, and the groups that an instance is in. */
const namesOn = rememberPer((host: Host) => {
  const definitions = new Map<string, KeepalivedStatement>();
  const groupsOf = new Map<string, KeepalivedStatement[]>();
  for (const statement of host.keepalived.flatMap((document) => keepalivedStatements(document))) {
    const key = `${statement.keyword} ${statement.words[0]?.text}`;
    if (!definitions.has(key)) definitions.set(key, statement);
    if (statement.keyword !== 'vrrp_sync_group') continue;
    const lists = statement.children.filter(({ keyword }) => keyword === 'group');
    for (const { keyword, words } of lists.flatMap(({ children }) => children)) {
      for (const name of [keyword, ...words.map(({ text }) => text)])
        groupsOf.set(name, [...(groupsOf.get(name) ?? []), statement]);
    }
  }
  return { definitions, groupsOf };
});
