import { NameReader, type Reading } from './option-names';
import type { OptionData, OptionType, Scope } from './option-data';
import { manualPage } from './option-pages';
import { type Remark, Remarks } from './option-remarks';
import { NameMatcher } from './option-suggestions';
import { type Facts, OptionTable } from './option-table';
import { type Product, type Release, type Target, versionsOf } from './release';

export type { OptionData, OptionType, Scope, Unit } from './option-data';
export type { Product, Release, Target } from './release';

/** What is known of one option in one release. Numbers are decimal strings, as some exceed what a number holds. */
export interface OptionFact extends Remark {
  /** Lower case with underscores: `server_id`. */
  readonly name: string;
  /** The spelling releases insist on that mind capitals: `wsrep_OSU_method`. */
  readonly spelling?: string;
  readonly type: OptionType;
  readonly argument: 'required' | 'optional' | 'none';
  /** As the server prints it. Absent where it depends on the host, is very long, or is not known. */
  readonly default?: string;
  readonly min?: string;
  readonly max?: string;
  /** Values are rounded down to a multiple of it. */
  readonly block?: string;
  readonly values?: readonly string[];
  /** Whether the value can be changed at run time. */
  readonly dynamic?: boolean;
  readonly scope?: Scope;
  readonly deprecated?: { readonly since?: string; readonly replacement?: string };
  /** Accepted, but without effect: a removed option, or one of the other product. */
  readonly noop?: boolean;
  /** Accepted only while this plugin or component is loaded. */
  readonly plugin?: string;
  /** Accepted only by this kind of server build: `Windows`, `debug`, `Percona XtraDB Cluster`. */
  readonly build?: string;
  /** The vendor's manual page. */
  readonly link?: string;
}

/** A name from an option file, read as the server reads it. */
export interface Resolution {
  /** Canonical name of the option it stands for, or the normalised spelling when it stands for none. */
  readonly name: string;
  /** yes: every release the target may be takes it; no: none does; maybe: some do, or a plugin or build decides. */
  readonly known: 'yes' | 'no' | 'maybe';
  /** `loose-` stood before it: an unknown name is only a warning. */
  readonly loose: boolean;
  /** `skip-` or `disable-` stood before it: the value is turned round. */
  readonly negated: boolean;
  /** `enable-` stood before it. */
  readonly enabled: boolean;
  /** `maximum-` stood before it: the value is a limit. */
  readonly maximum: boolean;
  /** The name is short for `name`. MariaDB takes that with a note, MySQL refuses it. */
  readonly abbreviated: boolean;
  /** Several options begin like this abbreviation; the server refuses it. */
  readonly ambiguous?: readonly string[];
  /** What stood before a dot: `conn1` of `conn1.replicate_do_db`. */
  readonly instance?: string;
}

/** Options of MySQL and MariaDB servers per release. Everything beyond an index is worked out when asked for. */
export class OptionCatalog {
  /** The supported releases, ordered by product and age. */
  readonly releases: readonly Release[];
  private readonly tables: Readonly<Record<Product, OptionTable>>;
  private readonly reader: NameReader;
  private readonly resolutions = new Map<string, Resolution>();
  private readonly releasesOf = new Map<string, readonly Release[]>();
  private readonly defaults = new Map<string, { readonly value: string | undefined }>();
  private readonly suggestions = new Map<string, readonly string[]>();
  private readonly offered = new Map<string, readonly string[]>();
  private matcher: NameMatcher | undefined;
  private readonly remarks: Remarks;

  static from(data: OptionData): OptionCatalog {
    return new OptionCatalog(data);
  }

  private constructor({ daemons, lists, facts, ...records }: OptionData) {
    this.releases = facts.supported;
    const table = (product: Product): OptionTable =>
      new OptionTable(product, {
        daemons: daemons.filter((daemon) => daemon.product === product).map((daemon) => daemon.series),
        records: records[product],
        history: facts[product],
        lists: [...lists, ...facts.extra].filter((list) => list.product === product),
        covered: facts.covered[product],
      });
    this.tables = { mariadb: table('mariadb'), mysql: table('mysql') };
    this.reader = new NameReader(this.tables);
    this.remarks = new Remarks(facts);
  }

  /** Facts of a canonical name in one release, or undefined when the release does not take it. */
  fact(name: string, release: Release): OptionFact | undefined {
    const options = this.tables[release.product].release(release.series);
    if (!options.takes(name)) return undefined;
    const facts = options.facts(name);
    const { type, dynamic, fixed, deprecated } = facts;
    const scope = dynamic ?? fixed;
    const link = manualPage(name, release, facts);
    return {
      name,
      type: type ?? 'string',
      argument: facts.argument ?? (type === undefined || type === 'boolean' ? 'optional' : 'required'),
      ...taken(facts, 'spelling', 'default', 'min', 'max', 'block', 'values', 'noop', 'plugin', 'build'),
      ...(scope && { scope, dynamic: !!dynamic }),
      ...(deprecated && { deprecated: this.deprecation(name, release, deprecated) }),
      ...this.remarks.about(name, release.product),
      ...(link !== undefined && { link }),
    };
  }

  /** The default that all releases a target may stand for agree on. */
  defaultOf(name: string, target: Target): string | undefined {
    const key = `${target.product} ${target.series} ${name}`;
    let known = this.defaults.get(key);
    if (!known) {
      const all = new Set(this.knownIn(name, target).map((release) => this.fact(name, release)?.default));
      this.defaults.set(key, (known = { value: all.size === 1 ? [...all][0] : undefined }));
    }
    return known.value;
  }

  /** Releases the target may be that take this canonical name, if need be with a plugin. */
  knownIn(name: string, target: Target = {}): readonly Release[] {
    return this.matching(target).filter(({ product, series }) => this.tables[product].release(series).takes(name));
  }

  /**
   * How every release the target may be has lost an option, with the first version that had; undefined when one of
   * them still has it or never knew it. Not fatal: the option is accepted and does nothing.
   */
  removal(
    name: string,
    target: Target,
  ): { readonly since: string; readonly fatal: boolean; readonly replacement?: string } | undefined {
    const releases = this.matching(target);
    const removals = releases.map(({ product, series }) => this.tables[product].release(series).removal(name));
    const [first] = removals;
    const release = releases[0];
    if (!first || !release || !removals.every((removal) => removal !== undefined)) return undefined;
    const replacement = this.replacement(name, release);
    return {
      since: first.since,
      fatal: removals.every((removal) => removal?.fatal),
      ...(replacement !== undefined && { replacement }),
    };
  }

  /** Reads a name as written in an option file, prefixes and all, as the target's my_getopt does. */
  resolve(written: string, target: Target): Resolution {
    const key = `${target.product} ${target.series} ${written}`;
    let resolution = this.resolutions.get(key);
    if (!resolution) {
      // Names being typed would fill the memory of a long session.
      if (this.resolutions.size > 10_000) this.resolutions.clear();
      resolution = merged(this.matching(target).map((release) => this.reader.read(written, release)));
      this.resolutions.set(key, resolution);
    }
    return resolution;
  }

  /** Names close to an unknown one, best first, spelled so that they can replace all of it but `loose-`. */
  suggest(written: string, target: Target): readonly string[] {
    const key = `${target.product} ${target.series} ${written}`;
    let suggested = this.suggestions.get(key);
    if (!suggested) {
      if (this.suggestions.size > 1_000) this.suggestions.clear();
      this.suggestions.set(key, (suggested = this.suggestedFor(written, target)));
    }
    return suggested;
  }

  private suggestedFor(written: string, target: Target): readonly string[] {
    const text = written
      .toLowerCase()
      .replaceAll('-', '_')
      .replace(/^_+/, '')
      .replace(/^(loose_)+/, '');
    const [, before = '', word = text] = /^((?:skip|disable|enable|maximum)_|[^.]+\.(?=\w))(.+)$/.exec(text) ?? [];
    const offered = new Set(this.names(target));
    this.matcher ??= new NameMatcher(new Set([...this.tables.mariadb.names(), ...this.tables.mysql.names()]));
    const close = this.matcher.closest(text, 10).map((name) => ({ name, start: '' }));
    if (before !== '') close.push(...this.matcher.closest(word, 10).map((name) => ({ name, start: before })));
    const suggested = close.flatMap(({ name, start }) => {
      if (offered.has(name)) return [start + name];
      // The closest name may be one the target has lost: then what took its place is meant.
      const replacements = this.matching(target).flatMap((release) => this.replacement(name, release) ?? []);
      return replacements.map((replacement) => start + replacement);
    });
    return [...new Set(suggested)].slice(0, 5);
  }

  /** Names worth proposing: those of options that do something, in alphabetical order. */
  names(target: Target): readonly string[] {
    const key = `${target.product} ${target.series}`;
    let names = this.offered.get(key);
    if (!names) this.offered.set(key, (names = this.offeredTo(target)));
    return names;
  }

  private offeredTo(target: Target): readonly string[] {
    const found = new Set<string>();
    for (const { product, series } of this.matching(target)) {
      const table = this.tables[product];
      const release = table.release(series);
      for (const name of table.names()) {
        if (found.has(name) || release.presence(name) === 'no' || release.isHidden(name)) continue;
        if (!isForeign(table.list(name)?.build) && !this.remarks.isCommand(name)) found.add(name);
      }
    }
    return [...found].sort();
  }

  /** The supported releases a target may be; a release that is not supported stands for itself. */
  private matching(target: Target): readonly Release[] {
    const key = `${target.product} ${target.series}`;
    let releases = this.releasesOf.get(key);
    if (!releases) this.releasesOf.set(key, (releases = this.releasesThatMatch(target)));
    return releases;
  }

  private releasesThatMatch({ product, series }: Target): readonly Release[] {
    const ofProduct = this.releases.filter((release) => product === undefined || release.product === product);
    if (series === undefined || versionsOf(series) === undefined) return ofProduct;
    const exact = ofProduct.filter((release) => release.series === series);
    if (exact.length > 0) return exact;
    // MySQL went from 5.7 to 8.0, and from 9.7 on counts by the year, so that the number tells the product.
    return [{ product: product ?? (/^1\d\./.test(series) ? 'mariadb' : 'mysql'), series }];
  }

  private deprecation(name: string, release: Release, said: string | true): NonNullable<OptionFact['deprecated']> {
    const since = this.tables[release.product].history(name)?.deprecated;
    const replacement = this.replacement(name, release) ?? (said === true ? undefined : said);
    return { ...(since !== undefined && { since }), ...(replacement !== undefined && { replacement }) };
  }

  /** What an option was replaced by, where the release has it. */
  private replacement(name: string, { product, series }: Release): string | undefined {
    const table = this.tables[product];
    const replacement = table.history(name)?.replacement;
    return replacement !== undefined && table.release(series).takes(replacement) ? replacement : undefined;
  }
}

/** Builds nobody runs a cluster of; Percona's are MySQL to most people. */
const isForeign = (build: string | undefined): boolean => build !== undefined && !build.startsWith('Percona');

/** Those of the facts that are there. */
function taken<K extends keyof Facts & keyof OptionFact>(facts: Facts, ...keys: K[]): Pick<OptionFact, K> {
  const found = keys.flatMap((key) => (facts[key] === undefined ? [] : [[key, facts[key]] as const]));
  return Object.fromEntries(found) as unknown as Pick<OptionFact, K>;
}

/** One answer for all releases a target may be: the reading of the release that knows the name best. */
function merged(readings: readonly Reading[]): Resolution {
  const presences = new Set(readings.map(({ presence }) => presence));
  const [presence] = presences;
  const known = presences.size === 1 && presence !== undefined ? presence : 'maybe';
  const best = readings.reduce((one, other) => (merit(other) > merit(one) ? other : one));
  const { name, loose, negated, enabled, maximum, abbreviated, ambiguous, instance } = best;
  return {
    name,
    known,
    loose,
    negated,
    enabled,
    maximum,
    abbreviated,
    ...(ambiguous && { ambiguous }),
    ...(instance !== undefined && { instance }),
  };
}

/** A full name beats an abbreviation, what is sure beats what is possible. */
function merit({ presence, abbreviated, ambiguous, isOption }: Reading): number {
  const certainty = { yes: 4, maybe: 3, no: 0 }[presence];
  return certainty + (isOption ? 2 : 0) + (abbreviated ? 0 : 2) - (ambiguous ? 4 : 0);
}
