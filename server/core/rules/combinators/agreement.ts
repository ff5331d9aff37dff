import type { OptionCatalog } from '../../catalog/options';
import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import { decided, markOf } from '../../model/replication-options';
import { isOn, type Setting } from '../../model/setting';
import { nameOfTarget } from '../../model/option-lines';
import type { Report, Severity } from '../finding';
import { onePerPlace, put } from '../option-edits';
import { clusterRule, type Rule } from '../rule';
import { differing } from './differing';

/** What the servers of a cluster ought to have in common. */
export interface Agreement {
  readonly severity: Severity;
  readonly summary: string;
  /** The option, by the old one of its names. */
  readonly option: string;
  /** What happens otherwise, to end the sentence `x is A on db2 and B on db1: ...`. */
  readonly outcome: string;
  /** Whether a server takes part; every database of a cluster that replicates does, unless this says no. */
  readonly concerns?: (host: Host) => boolean;
  /** What makes two ways of writing a value one; undefined leaves a host out. The value itself, in lower case, is the usual one. */
  readonly meaningOf?: (value: string) => string | undefined;
  /** Whether what a server does without a line counts, which it does as long as its releases agree on it. */
  readonly countsDefaults?: boolean;
  /** Whether the option cannot simply be set: no fix is offered then. */
  readonly isFixed?: boolean;
  /** The sets of servers that are held against one another; all databases of the cluster unless this says otherwise. */
  readonly setsOf?: (cluster: Cluster) => readonly (readonly Host[])[];
  /** Another severity for certain pairs of values. */
  readonly severityOf?: (one: string, other: string) => Severity | undefined;
}

interface Stated {
  readonly host: Host;
  readonly value: string;
  readonly meaning: string;
  readonly setting: Setting | undefined;
}

/** The shape of rules that want one option to have one value on all servers that replicate from one another. */
export function agreement({ severity, summary, option, outcome, ...rest }: Agreement): Rule {
  return clusterRule({
    severity,
    summary,
    *check(cluster, { options: catalog }) {
      // Of defaults alone nobody has said anything: the releases differ, which is another matter.
      if (!cluster.databases.some((host) => decided(host, option)) || !replicates(cluster)) return;
      for (const servers of rest.setsOf?.(cluster) ?? [cluster.databases]) yield* checkSet(servers, catalog);
    },
  });

  function* checkSet(servers: readonly Host[], catalog: OptionCatalog): Generator<Report> {
    const stated = servers.flatMap((host) => statedBy(host, option, rest, catalog));
    if (!stated.some(({ setting }) => setting)) return;
    const found = differing(stated, ({ meaning }) => meaning);
    if (!found) return;
    const [right] = found.agreeing;
    for (const wrong of found.deviating) {
      const report = reportOf(option, wrong, right, outcome, rest.severityOf);
      if (!report) continue;
      yield {
        ...report,
        fixes: () => {
          if (rest.isFixed) return [];
          const edits = found.deviating.map(({ host, setting }) => put(setting, option, right.value, markOf(host)));
          const names = found.deviating.map(({ host }) => host.name).join(', ');
          return edits.every((edit) => edit === undefined)
            ? []
            : [{ title: `Set ${option} = ${right.value} on ${names}`, safe: false, edits: onePerPlace(edits) }];
        },
      };
    }
  }
}

function replicates({ kinds, databases }: Cluster): boolean {
  return (
    databases.length > 1 && ['replication', 'galera', 'group-replication'].some((kind) => kinds.has(kind as never))
  );
}

function statedBy(
  host: Host,
  option: string,
  { concerns, meaningOf, countsDefaults = true }: Omit<Agreement, 'severity' | 'summary' | 'option' | 'outcome'>,
  catalog: OptionCatalog,
): Stated[] {
  if (concerns && !concerns(host)) return [];
  const setting = decided(host, option);
  if (!setting && !countsDefaults) return [];
  const value = setting ? textOf(setting) : catalog.defaultOf(option, host.target);
  if (value === undefined) return [];
  const meaning = meaningOf ? meaningOf(value) : value.toLowerCase();
  return meaning === undefined ? [] : [{ host, value, meaning, setting }];
}

function textOf(setting: Setting): string {
  return setting.value === undefined || setting.negated ? (isOn(setting) ? 'ON' : 'OFF') : setting.value;
}

function reportOf(
  option: string,
  wrong: Stated,
  right: Stated,
  outcome: string,
  severityOf: Agreement['severityOf'],
): Report | undefined {
  const at = wrong.setting ?? markOf(wrong.host);
  if (!at) return undefined;
  const other = right.setting ?? markOf(right.host);
  const severity = severityOf?.(wrong.meaning, right.meaning);
  return {
    span: wrong.setting ? (at.valueSpan ?? at.nameSpan) : at.nameSpan,
    message: `${option} is ${wrong.value} on ${wrong.host.name}${reasonOf(wrong)} and ${right.value} on ${right.host.name}${reasonOf(right)}: ${outcome}`,
    ...(severity && { severity }),
    ...(other && {
      related: [
        {
          span: right.setting ? (other.valueSpan ?? other.nameSpan) : other.nameSpan,
          message: `${right.value} on ${right.host.name}`,
        },
      ],
    }),
  };
}

/** A value nobody wrote is explained by the release it comes from. */
function reasonOf({ setting, host }: Stated): string {
  return setting || host.target.product === undefined ? '' : ` (the default of ${nameOfTarget(host.target)})`;
}

/** Booleans as the servers read them: anything but ON, TRUE and 1 is off. */
export function meaningOfSwitch(value: string): string {
  return /^(on|true|1)$/i.test(value) ? 'on' : 'off';
}

/** Sets of words in any order and case. */
export function meaningOfSet(value: string): string {
  return [
    ...new Set(
      value
        .toLowerCase()
        .split(',')
        .map((word) => word.trim()),
    ),
  ]
    .sort()
    .join(',');
}
