import type { OptionTable, Presence, ReleaseTable } from './option-table';
import { type Product, type Release, seriesNumber, versionNumber, versionsOf } from './release';

/** How one release reads a name from an option file. */
export interface Reading extends Prefixes {
  /** Canonical name of the option it stands for, or the normalised spelling when there is none. */
  readonly name: string;
  readonly presence: Presence;
  /** Some release of either product has the option `name`. */
  readonly isOption: boolean;
  readonly abbreviated: boolean;
  readonly ambiguous: readonly string[] | undefined;
  /** What stands before the first dot: a replication connection, a key cache. */
  readonly instance: string | undefined;
}

interface Prefixes {
  readonly loose: boolean;
  readonly negated: boolean;
  readonly enabled: boolean;
  readonly maximum: boolean;
}

const noPrefixes: Prefixes = { loose: false, negated: false, enabled: false, maximum: false };

/** Prefixes in the order my_getopt tries them, with their effect. */
const effects = {
  skip: { negated: true },
  disable: { negated: true },
  enable: { enabled: true },
  maximum: { maximum: true },
  loose: {},
  autoset: { enabled: true },
} as const satisfies Record<string, Partial<Prefixes>>;

/** Key caches are the one thing MySQL takes an instance for: `hot.key_buffer_size`. */
const keyCacheOption = /^key_(buffer_size|cache_(block_size|division_limit|age_threshold))$/;

/**
 * MariaDB parses its options in passes, and an abbreviation is settled in the first pass that knows what it may be
 * short for: some options early, then the server's, then each plugin's own, and what only exists for old files last.
 */
type Pass = 'early' | 'server' | 'plugin' | 'switch' | 'hidden';
const passes: readonly Pass[] = ['early', 'server', 'plugin', 'switch', 'hidden'];

/** Tried on 10.5 to 11.8 with `autoset-`, which says so when it fails early. */
const earlyOptions = /^(max_connections|getopt_prefix_matching|performance_schema(_.*)?)$/;
/** Built-in plugins with options of their own, which are taken as `plugin-NAME` as well (10.5 to 11.8 and 9.7, tried). */
const ownPlugins: Readonly<Record<Product, RegExp>> = {
  mariadb: /^(innodb|aria|myisam|feedback|mhnsw)(?=_|$)/,
  mysql: /^(innodb|myisam|mysqlx|ndb|caching_sha2_password)_/,
};
/** Built-in plugins whose only option is the switch of their name (10.5 to 11.8, tried). */
const pluginSwitches =
  /^(partition|sequence|unix_socket|user_variables|wsrep_provider|thread_pool_(groups|queues|stats|waits)|innodb_(buffer_page(_lru)?|buffer_pool_stats|cmp(mem)?(_per_index)?(_reset)?|ft_(being_deleted|config|default_stopword|deleted|index_cache|index_table)|lock_waits|locks|metrics|mutexes|sys_\w+|tablespaces_encryption|trx))$/;

/** Reads option names the way my_getopt of one product and release does. */
export class NameReader {
  private readonly abbreviable = new Map<string, Readonly<Record<Pass, readonly string[]>>>();

  /** @param tables every product, to recognise names that only the other one has */
  constructor(private readonly tables: Readonly<Record<Product, OptionTable>>) {}

  read(written: string, { product, series }: Release): Reading {
    const minds = mindsCapitals(product, series);
    const text = written.replaceAll('-', '_');
    const normal = minds === true ? text : text.toLowerCase();
    const { instance, rest } = splitInstance(normal, product, series);
    const found = this.find(rest, product, series, minds === true);
    if (!found) {
      const other = this.elsewhere(rest, product);
      // Who minds capitals minds them in prefixes, too (MariaDB 10.5, MySQL 9.7, tried).
      const elsewhere = {
        ...other,
        loose: other.loose && (minds !== true || /^loose_/.test(rest)),
      };
      const whole = instance === undefined ? undefined : this.elsewhere(normal, product);
      const release = this.tables[product].release(series);
      const isGone = release.isCovered || release.presence(elsewhere.name) === 'no';
      const presence = isGone ? 'no' : 'maybe';
      const unknown = { presence, abbreviated: false, ambiguous: undefined } as const;
      // To MariaDB the component's name is an instance, and what stands before it loses its effect.
      if (whole?.isOption) return { ...whole, ...unknown, loose: elsewhere.loose, instance: undefined };
      return { ...elsewhere, ...unknown, instance };
    }
    // Nobody knows from which release between 10.5 and 10.11 on capitals do not matter.
    const isDoubtful = minds === undefined && text !== normal && found.presence === 'yes';
    return { ...found, ...(isDoubtful && { presence: 'maybe' as const }), isOption: true, instance };
  }

  private find(word: string, product: Product, series: string, minds: boolean): Found | undefined {
    const table = this.tables[product];
    const release = table.release(series);
    const exact = stripping(word, product, (name) => exactOption(name, table, release, minds));
    if (exact) return { ...exact, abbreviated: false, ambiguous: undefined };
    // MySQL takes no abbreviations: one is only a guess, and a name from another release is a better one.
    if (product === 'mysql' && this.elsewhere(word, product).isOption) return undefined;
    const shortest = product === 'mysql' ? 4 : 1;
    for (const pass of passes) {
      const names = this.abbreviations(table, series)[pass];
      const found = stripping(word, product, (start) => {
        if (start.length < shortest) return undefined;
        const matches = beginningWith(start.toLowerCase(), names).filter(
          (name) => !minds || spellingOf(name, table).startsWith(start),
        );
        return matches.length > 0 ? { matches: pass === 'switch' ? matches.slice(0, 1) : matches } : undefined;
      });
      if (found) return abbreviation(word, product, found);
    }
    return undefined;
  }

  /** Names that are always there, so that abbreviations of them work, by the pass that parses them. */
  private abbreviations(table: OptionTable, series: string): Readonly<Record<Pass, readonly string[]>> {
    const key = `${table.product} ${series}`;
    let names = this.abbreviable.get(key);
    if (!names) {
      const sorted: Record<Pass, string[]> = { early: [], server: [], plugin: [], switch: [], hidden: [] };
      const release = table.release(series);
      for (const name of table.names()) {
        if (release.presence(name) !== 'yes') continue;
        sorted[release.isHidden(name) ? 'hidden' : passOf(name, table.product)].push(name);
      }
      for (const pass of passes) sorted[pass].sort();
      this.abbreviable.set(key, (names = sorted));
    }
    return names;
  }

  /** A name this release does not have, read as any other release would. */
  private elsewhere(word: string, product: Product): Prefixes & { readonly name: string; readonly isOption: boolean } {
    const isOption = (name: string): boolean => Object.values(this.tables).some((table) => table.has(name));
    const lower = word.toLowerCase();
    const known = stripping(lower, product, (name) => (isOption(name) ? { name, isOption: true } : undefined));
    if (known) return known;
    const name = withoutLoose(lower);
    return { ...noPrefixes, loose: name !== lower, name, isOption: false };
  }
}

/** The names that begin so, out of sorted ones. */
function beginningWith(start: string, sorted: readonly string[]): readonly string[] {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (sorted[end]?.startsWith(start)) end++;
  return sorted.slice(low, end);
}

type Found = Prefixes & Pick<Reading, 'name' | 'presence' | 'abbreviated' | 'ambiguous'>;

/** In MySQL the option an abbreviation would stand for only explains the mistake. */
function abbreviation(
  word: string,
  product: Product,
  found: Prefixes & { matches: readonly string[] },
): Found | undefined {
  const { matches, loose, negated, enabled, maximum } = found;
  const [name = word] = matches;
  const prefixes = { loose, negated, enabled, maximum };
  if (product === 'mysql') {
    if (matches.length > 1) return undefined;
    return { ...prefixes, name, presence: 'no', abbreviated: true, ambiguous: undefined };
  }
  if (matches.length === 1) return { ...prefixes, name, presence: 'yes', abbreviated: true, ambiguous: undefined };
  return { ...prefixes, name: withoutLoose(word), presence: 'no', abbreviated: true, ambiguous: matches };
}

function passOf(name: string, product: Product): Pass {
  if (product === 'mysql') return 'server';
  if (earlyOptions.test(name)) return 'early';
  if (pluginSwitches.test(name)) return 'switch';
  return ownPlugins.mariadb.test(name) ? 'plugin' : 'server';
}

/**
 * Tries a name, then what is left of it without its first prefix, and so on. Only the prefix next to the name has an
 * effect, `loose-` apart: `skip-enable-x` enables (both products, tried).
 */
function stripping<T extends object>(
  word: string,
  product: Product,
  find: (name: string) => T | undefined,
): (T & Prefixes) | undefined {
  let loose = false;
  let effect: Partial<Prefixes> = {};
  for (let rest = word; ;) {
    const found = find(rest);
    if (found) return { ...noPrefixes, ...found, ...effect, loose };
    const prefix = (Object.keys(effects) as (keyof typeof effects)[]).find((each) => rest.startsWith(`${each}_`));
    if (prefix === undefined || (prefix === 'autoset' && product === 'mysql')) return undefined;
    loose ||= prefix === 'loose';
    effect = effects[prefix];
    rest = rest.slice(prefix.length + 1);
  }
}

const withoutLoose = (word: string): string => word.replace(/^(loose_)+/, '');

const spellingOf = (name: string, table: OptionTable): string => table.record(name)?.spelling ?? name;

/** The option of exactly this name; options of plugins go by `plugin_name` as well. */
function exactOption(
  word: string,
  table: OptionTable,
  release: ReleaseTable,
  minds: boolean,
): { name: string; presence: Presence } | undefined {
  const canonical = word.toLowerCase();
  // How builds nobody here has spell their names is not known.
  const isSpelled = !minds || spellingOf(canonical, table) === word || table.list(canonical) !== undefined;
  if (isSpelled && release.takes(canonical)) {
    return { name: canonical, presence: release.presence(canonical) };
  }
  const name = /^plugin_(.+)$/.exec(canonical)?.[1];
  if (name === undefined || !release.takes(name)) return undefined;
  const isOfPlugin = release.facts(name).plugin !== undefined || ownPlugins[table.product].test(name);
  return isOfPlugin && !release.isHidden(name) ? { name, presence: release.presence(name) } : undefined;
}

/**
 * MariaDB takes `instance.option` for any option and minds the instance where the option has several (`conn1.` of
 * the replication filters); MySQL 8.0 and newer for key caches only, as a dot belongs to the names of components.
 */
function splitInstance(word: string, product: Product, series: string): { instance: string | undefined; rest: string } {
  const dot = word.indexOf('.', 1);
  const rest = word.slice(dot + 1);
  if (dot < 0 || rest === '') return { instance: undefined, rest: word };
  const ofAnyOption = product === 'mariadb' || (versionsOf(series)?.last ?? Infinity) < versionNumber('8.0');
  return ofAnyOption || keyCacheOption.test(rest)
    ? { instance: word.slice(0, dot), rest }
    : { instance: undefined, rest: word };
}

/** MySQL minds capitals in names, and so does MariaDB 10.5; 10.11 does not (tried). Undefined between them. */
function mindsCapitals(product: Product, series: string): boolean | undefined {
  const version = versionsOf(series);
  if (product === 'mysql') return true;
  if (!version || seriesNumber(version.first) >= seriesNumber(versionNumber('10.11'))) return false;
  return seriesNumber(version.last) <= seriesNumber(versionNumber('10.5')) ? true : undefined;
}
