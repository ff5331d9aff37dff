// Turns what the daemons said into the compact records of options.json: one line an option and product.
import { hostname } from './options-names.mjs';

/** Defaults that come from the machine the daemon ran on: its processors, memory and limits. */
const hostDependent = new Set([
  ...['innodb_buffer_pool_instances', 'innodb_page_cleaners', 'innodb_parallel_read_threads', 'innodb_purge_threads'],
  ...['innodb_log_writer_threads', 'innodb_read_io_threads', 'open_files_limit', 'temptable_max_ram'],
  ...['thread_pool_size', 'version'],
]);

/** A long default is a list nobody compares by eye; it is left out to keep the data small. */
const longestDefault = 130;

/**
 * @param {ReturnType<typeof import('./options-dump.mjs').dumpOptions>[]} dumps one a daemon, oldest first
 * @param {object} facts options-facts.json, which ships inside options.json without its sources
 * @returns {string} the text of options.json
 */
export function printData(dumps, facts) {
  const daemons = dumps.map(({ product, series, version }) => ({ product, series, version }));
  const ofProduct = (product) => dumps.filter((dump) => dump.product === product);
  const [mariadb, mysql] = [recordsOf(ofProduct('mariadb')), recordsOf(ofProduct('mysql'))];
  const lists = [...listsOf('mariadb', ofProduct('mariadb')), ...listsOf('mysql', ofProduct('mysql'))];
  return print({ daemons, mariadb, mysql, lists, facts: withoutSources(facts) });
}

/** Plugins that only show how plugins are written. */
const samplePlugins = new Set(['adt_null', 'mypluglib']);

/**
 * Plugins of which only the option names are kept. What a storage engine or a telemetry exporter makes of its options
 * is its own manual's business; that they are options is ours.
 */
const isListed = (plugin) => plugin !== undefined && /^(ha_|component_telemetry$)/.test(plugin);

/** The option names of such plugins, one list for each plugin and set of releases. */
function listsOf(product, dumps) {
  const lists = new Map();
  for (const name of [...new Set(dumps.flatMap(({ options }) => Object.keys(options)))].sort()) {
    const having = dumps.filter(({ options }) => isListed(options[name]?.plugin));
    if (having.length === 0) continue;
    const { plugin } = having.at(-1).options[name];
    const series = having.length < dumps.length ? { in: having.map((dump) => dump.series).join(' ') } : {};
    const key = JSON.stringify({ product, ...series, plugin });
    lists.set(key, [...(lists.get(key) ?? []), name]);
  }
  return [...lists].sort().map(([key, names]) => ({ ...JSON.parse(key), options: names.join(' ') }));
}

/** One record a name: the facts of the newest release that has it, and what older ones have instead. */
function recordsOf(dumps) {
  const isKept = (plugin) => !samplePlugins.has(plugin) && !isListed(plugin);
  const has = ({ options }, name) => name in options && isKept(options[name].plugin);
  const names = [...new Set(dumps.flatMap(({ options }) => Object.keys(options)))].sort();
  return names.flatMap((name) => {
    const having = dumps.filter((dump) => has(dump, name));
    if (having.length === 0) return [];
    const newest = factsOf(name, having.at(-1).options[name]);
    const differs = {};
    for (const { series, options } of having.slice(0, -1)) {
      const difference = differenceOf(newest, factsOf(name, options[name]));
      if (difference) differs[series] = difference;
    }
    return {
      name,
      ...(having.length < dumps.length ? { in: having.map(({ series }) => series).join(' ') } : {}),
      ...newest,
      ...(Object.keys(differs).length > 0 ? { differs } : {}),
    };
  });
}

/** The facts that are not the usual ones: a boolean may go without a value, other options want one. */
function factsOf(name, option) {
  const {
    type,
    argument,
    hidden,
    default: value,
    deprecated,
    dynamic,
    scope,
    plugin,
    min: _min,
    max: _max,
    ...facts
  } = option;
  const keepsDefault =
    value !== undefined &&
    value.length <= longestDefault &&
    !hostDependent.has(name) &&
    !value.includes(hostname) &&
    !/^(\/|\$HOME)/.test(value);
  return {
    type,
    ...(argument === (type === 'boolean' ? 'optional' : 'required') ? {} : { argument }),
    ...(plugin ? { plugin } : {}),
    ...(deprecated ? { deprecated: deprecated.replacement ?? true } : {}),
    ...(hidden ? { hidden: true } : {}),
    ...(hidden === 'removed' || hidden === 'compatible' ? { noop: true } : {}),
    ...(keepsDefault ? { default: value } : {}),
    ...rangeOf(option),
    ...facts,
    ...(scope ? { [dynamic ? 'dynamic' : 'fixed']: scope } : {}),
  };
}

/**
 * The range, as far as it makes sense: MySQL 9.7 prints a negative limit of 32 bits as a positive number, and 0 as the
 * maximum of some options that have none.
 */
function rangeOf({ type, min, max, default: value }) {
  if (min === undefined || max === undefined) return {};
  if (type !== 'integer') return { min, max };
  const [least, most] = [BigInt(min), BigInt(max)];
  if (least > most) return { min: String(BigInt.asIntN(32, least)), max };
  return /^\d+$/.test(value ?? '') && BigInt(value) > most ? {} : { min, max };
}

/** What an older release has differently; null stands for a fact it does not have. */
function differenceOf(newer, older) {
  const difference = {};
  for (const key of new Set([...Object.keys(newer), ...Object.keys(older)])) {
    if (JSON.stringify(newer[key]) !== JSON.stringify(older[key])) difference[key] = older[key] ?? null;
  }
  return Object.keys(difference).length > 0 ? difference : undefined;
}

/** Puts the hand-written facts of today into data that were generated before. */
export function replaceFacts(text, facts) {
  return print({ ...JSON.parse(text), facts: withoutSources(facts) });
}

/** Sources are for those who maintain the facts, not for those who read them in the product. */
const withoutSources = (facts) =>
  JSON.parse(JSON.stringify(facts, (key, value) => (key === 'source' || key === 'sources' ? undefined : value)));

/** JSON with one record a line. */
function print(data) {
  const lines = (value) =>
    value.length === 0 ? '[]' : `[\n${value.map((each) => JSON.stringify(each)).join(',\n')}\n]`;
  const section = ([key, value]) =>
    `${JSON.stringify(key)}: ${Array.isArray(value) ? lines(value) : printObject(value)}`;
  const printObject = (object) =>
    Object.values(object).some(Array.isArray)
      ? `{\n${Object.entries(object).map(section).join(',\n')}\n}`
      : JSON.stringify(object);
  return `${printObject(data)}\n`;
}
