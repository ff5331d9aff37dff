import type { DaemonRecord, HistoryRecord, NameList, RawFacts } from './option-data';
import { type Product, seriesNumber, versionNumber, type Versions, versionsOf } from './release';

/**
 * Whether a release takes an option: yes; no; or maybe, when only some of its versions do, when a plugin or another
 * build of the server decides, or when nobody knows.
 */
export type Presence = 'yes' | 'maybe' | 'no';

/** The merged facts of a release. */
export type Facts = RawFacts & { readonly build?: string };

/** How a release lost an option that older ones have. */
export interface Removal {
  readonly since: string;
  /** Whether the option keeps the server from starting; it is ignored otherwise. */
  readonly fatal: boolean;
}

export interface TableData {
  /** Series of the daemons that were asked, oldest first. */
  readonly daemons: readonly string[];
  readonly records: readonly DaemonRecord[];
  readonly history: readonly HistoryRecord[];
  readonly lists: readonly NameList[];
  readonly covered: { readonly from: string; readonly to: string };
}

/** A daemon that was asked. */
interface Daemon {
  readonly series: string;
  readonly number: number;
}

/** What is known of the options of one product in all releases. */
export class OptionTable {
  private readonly recordsByName = new Map<string, DaemonRecord>();
  private readonly historyByName = new Map<string, HistoryRecord>();
  private readonly listsByName = new Map<string, NameList>();
  private readonly releases = new Map<string, ReleaseTable>();
  readonly daemons: readonly Daemon[];
  readonly covered: Versions;

  constructor(
    readonly product: Product,
    { daemons, records, history, lists, covered }: TableData,
  ) {
    this.daemons = daemons.map((series) => ({ series, number: seriesNumber(versionNumber(series)) }));
    this.covered = { first: versionNumber(covered.from), last: versionsOf(covered.to)?.last ?? 0 };
    for (const record of records) this.recordsByName.set(record.name, record);
    for (const record of history) this.historyByName.set(record.name, record);
    for (const list of lists) for (const name of list.options.split(' ')) this.listsByName.set(name, list);
  }

  /** @param series a series or version; one that cannot be read counts as newer than everything */
  release(series: string): ReleaseTable {
    let release = this.releases.get(series);
    if (!release) this.releases.set(series, (release = new ReleaseTable(this, series)));
    return release;
  }

  /** Every name of any release. */
  names(): ReadonlySet<string> {
    return new Set([...this.recordsByName.keys(), ...this.historyByName.keys(), ...this.listsByName.keys()]);
  }

  has(name: string): boolean {
    return this.recordsByName.has(name) || this.historyByName.has(name) || this.listsByName.has(name);
  }

  record(name: string): DaemonRecord | undefined {
    return this.recordsByName.get(name);
  }

  history(name: string): HistoryRecord | undefined {
    return this.historyByName.get(name);
  }

  list(name: string): NameList | undefined {
    return this.listsByName.get(name);
  }
}

/**
 * The options of one release. Where a daemon of the series was asked, its answer counts; between and beyond the
 * daemons the history decides, and without one what the nearest daemons agree on.
 */
export class ReleaseTable {
  private readonly presences = new Map<string, Presence>();
  private readonly versions: Versions;
  private readonly exact: Daemon | undefined;
  private readonly older: Daemon | undefined;
  private readonly newer: Daemon | undefined;
  /** Whether the facts reach this far; outside of them nothing can be called unknown. */
  readonly isCovered: boolean;

  constructor(
    private readonly table: OptionTable,
    series: string,
  ) {
    this.versions = versionsOf(series) ?? { first: Infinity, last: Infinity };
    const [first, last] = [seriesNumber(this.versions.first), seriesNumber(this.versions.last)];
    this.exact = table.daemons.find(({ number }) => number === last);
    this.older = table.daemons.filter(({ number }) => number < first).at(-1);
    this.newer = table.daemons.find(({ number }) => number > last);
    this.isCovered = table.covered.first <= this.versions.first && this.versions.last <= table.covered.last;
  }

  presence(name: string): Presence {
    let presence = this.presences.get(name);
    if (!presence) this.presences.set(name, (presence = this.judge(name)));
    return presence;
  }

  takes(name: string): boolean {
    return this.table.has(name) && this.presence(name) !== 'no';
  }

  facts(name: string): Facts {
    const history = this.table.history(name);
    const facts = this.factsOf(this.table.record(name), history);
    return { ...(history ? this.adjusted(facts, history) : facts), ...originOf(this.table.list(name)) };
  }

  /** Whether the option is missing from the server's help, and whether it does nothing; both mostly go together. */
  isHidden(name: string): boolean {
    return this.mayBe('hidden', name) && this.facts(name).hidden === true;
  }

  isNoop(name: string): boolean {
    return this.mayBe('noop', name) && this.facts(name).noop === true;
  }

  /** How the release lost the option; undefined when it has it, or when no older one ever had. */
  removal(name: string): Removal | undefined {
    const fatal = this.presence(name) === 'no';
    if (!fatal && !this.isNoop(name)) return undefined;
    const removed = this.table.history(name)?.removed;
    if (removed !== undefined && versionNumber(removed) <= this.versions.last) return { since: removed, fatal };
    const older = this.table.daemons.filter(({ number }) => number <= seriesNumber(this.versions.last));
    const real = older.filter(({ series }) => {
      const release = this.table.release(series);
      return release.presence(name) !== 'no' && !release.isNoop(name);
    });
    const last = real.at(-1);
    const since = last && older[older.indexOf(last) + 1]?.series;
    return since === undefined ? undefined : { since, fatal };
  }

  private judge(name: string): Presence {
    const list = this.table.list(name);
    const record = this.table.record(name);
    const history = this.table.history(name);
    if (!list && !record && !history) return this.isCovered ? 'no' : 'maybe';
    const [early, late] = [this.isIn(name, this.versions.first), this.isIn(name, this.versions.last)];
    // A release beyond the facts may bring anything back, except what is known to be gone.
    if (late === false && early === false) return this.isCovered || history?.removed !== undefined ? 'no' : 'maybe';
    const depends = list !== undefined || (record?.plugin ?? history?.plugin) !== undefined;
    return late === true && !depends ? 'yes' : 'maybe';
  }

  /** Spares putting facts together for the many options that never have one. */
  private mayBe(fact: 'hidden' | 'noop', name: string): boolean {
    const record = this.table.record(name);
    return record !== undefined && (record[fact] === true || record.differs !== undefined);
  }

  /** Whether one version takes the name; undefined when nobody knows. */
  private isIn(name: string, version: number): boolean | undefined {
    const history = this.table.history(name);
    const isNew = history?.since !== undefined && !hasBegun(history.since, version);
    const isGone = history?.removed !== undefined && version >= versionNumber(history.removed);
    // No daemon that was asked has it, at most because its packages lack the plugin: only the history knows.
    if (!this.table.record(name) && !this.table.list(name))
      return isGone && history.noop ? undefined : !isNew && !isGone;
    const [exact, older, newer] = [this.exact, this.older, this.newer].map((daemon) => this.isOf(daemon, name));
    // The daemon speaks for the end of its series; of its beginning the history may know better.
    if (exact !== undefined) return exact && !(isNew && version % 1e3 !== 999);
    if (isGone) {
      // A daemon newer than the removal that takes the name has a no-op in its place.
      if (newer !== undefined) return newer;
      if (history.noop === 'unknown') return undefined;
      return older === true && seriesNumber(versionNumber(history.removed)) <= (this.older?.number ?? 0);
    }
    if (isNew) return false;
    if (history?.since !== undefined || history?.removed !== undefined) return true;
    if (older === undefined || newer === undefined) return older ?? newer ?? true;
    return older === newer ? older : undefined;
  }

  /** Whether a daemon has the name; undefined without a daemon. */
  private isOf(daemon: Daemon | undefined, name: string): boolean | undefined {
    if (!daemon) return undefined;
    const record = this.table.record(name) ?? this.table.list(name);
    return record !== undefined && (record.in === undefined || record.in.split(' ').includes(daemon.series));
  }

  /** The facts of the daemon of the series, or those its neighbours share, or what the history says. */
  private factsOf(record: DaemonRecord | undefined, history: HistoryRecord | undefined): Facts {
    if (!record) return history ? ownFacts(history) : {};
    if (this.exact) return factsAt(record, this.exact.series);
    const [older, newer] = [this.older, this.newer].map((daemon) =>
      daemon && this.isOf(daemon, record.name) ? factsAt(record, daemon.series) : undefined,
    );
    if (!older || !newer) return older ?? newer ?? factsAt(record, undefined);
    // The removal is what made a no-op of it, so facts of the other side do not hold.
    if (history?.removed !== undefined) return this.versions.last >= versionNumber(history.removed) ? newer : older;
    return common(older, newer);
  }

  /** Puts in what the history knows: other facts before or from a version on, and the deprecation. */
  private adjusted(facts: Facts, history: HistoryRecord): Facts {
    const { first, last } = this.versions;
    let result = facts;
    for (const [version, difference] of byVersion(history.from)) {
      if (first >= versionNumber(version)) result = changed(result, difference);
    }
    for (const [version, difference] of byVersion(history.before).reverse()) {
      if (last < versionNumber(version)) result = changed(result, difference);
    }
    if (history.deprecated === undefined) return result;
    const isDeprecated = last >= versionNumber(history.deprecated);
    const deprecated = isDeprecated ? (history.replacement ?? result.deprecated ?? true) : null;
    return changed(result, { deprecated });
  }
}

function originOf(list: NameList | undefined): Facts {
  if (!list) return {};
  const { plugin, build } = list;
  return { ...(plugin !== undefined && { plugin }), ...(build !== undefined && { build }) };
}

/** Whether an option added by `since` (one version, or one for each series that got it) is there in a version. */
function hasBegun(since: string, version: number): boolean {
  const starts = since.split(' ').map(versionNumber);
  const own = starts.find((start) => seriesNumber(start) === seriesNumber(version));
  return version >= (own ?? Math.max(...starts));
}

const factKeys = new Set<string>([
  ...(['type', 'argument', 'spelling', 'default', 'min', 'max', 'block', 'values', 'dynamic', 'fixed'] as const),
  ...(['plugin', 'deprecated', 'hidden', 'noop'] as const),
] satisfies (keyof RawFacts)[]);

function factsAt(record: DaemonRecord, series: string | undefined): Facts {
  const difference = series === undefined ? undefined : record.differs?.[series];
  return changed(pick(record, factKeys), difference ?? {});
}

const ownKeys = new Set([...factKeys].filter((key) => key !== 'deprecated' && key !== 'noop'));

const ownFacts = (history: HistoryRecord): Facts => pick(history, ownKeys);

function pick(record: object, keys: ReadonlySet<string>): Facts {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
}

/** Facts with those of a difference in their place; null takes one away. */
function changed(facts: Facts, difference: RawFacts): Facts {
  return Object.fromEntries(Object.entries({ ...facts, ...difference }).filter(([, value]) => value !== null));
}

/** What two releases agree on. */
function common(one: Facts, other: Facts): Facts {
  if (one.type !== other.type) return { type: 'string', argument: 'optional' };
  const text = (facts: Facts, key: string): string => JSON.stringify(facts[key as keyof Facts]);
  return Object.fromEntries(Object.entries(one).filter(([key]) => text(one, key) === text(other, key)));
}

function byVersion(changes: HistoryRecord['before']): [string, RawFacts][] {
  return Object.entries(changes ?? {}).sort(([one], [other]) => versionNumber(one) - versionNumber(other));
}
