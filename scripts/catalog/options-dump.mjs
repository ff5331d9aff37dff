// Everything one daemon says about its options, as plain data.
import { canonical } from './options-names.mjs';
import {
  blockSizes,
  deprecatedOptions,
  enumerationValues,
  hiddenOptions,
  optionsWithoutArgument,
  setValues,
} from './options-probe.mjs';

/**
 * @typedef {object} DumpedOption
 * @property {string} [spelling] as the daemon prints it, where that is not the canonical name
 * @property {'boolean' | 'integer' | 'double' | 'enum' | 'set' | 'flagset' | 'string'} type
 * @property {'required' | 'optional' | 'none'} argument
 * @property {string} [default] @property {string} [min] @property {string} [max] @property {string} [block]
 * @property {string[]} [values]
 * @property {boolean} [dynamic] @property {'global' | 'session' | 'both'} [scope]
 * @property {{replacement?: string}} [deprecated]
 * @property {'accepted' | 'removed' | 'compatible'} [hidden] not in the help
 * @property {string} [plugin] the library or component that brings it
 */

/**
 * @param {import('./options-daemon.mjs').ServerDaemon} daemon
 * @param {Iterable<string>} candidates canonical names that might be hidden options, beside the program's own words
 * @param {(line: string) => void} log
 * @returns {{product: string, series: string, version: string, options: Record<string, DumpedOption>}}
 */
export function dumpOptions(daemon, candidates, log) {
  const { product, series, version } = daemon;
  const say = (what) => log(`${product} ${version}: ${what}`);
  say('built-in options');
  const options = listedOptions(daemon);
  say('options of plugins');
  const usable = addPlugins(daemon, options);
  say('variables');
  if (product === 'mariadb') addMariadbVariables(daemon, options, usable);
  else addMysqlVariables(daemon, options, usable, say);
  say('options without a value, deprecations');
  const bare = [...options].flatMap(([name, option]) => (option.type === 'boolean' && !option.plugin ? [name] : []));
  for (const name of optionsWithoutArgument(daemon, bare)) options.get(name).argument = 'none';
  for (const [name, { replacement }] of deprecatedOptions(daemon, harmlessLines(options))) {
    // "Use CHANGE MASTER" is advice, but no option.
    options.get(name).deprecated = options.has(replacement) ? { replacement } : {};
  }
  say('hidden options');
  const words = [...new Set([...daemon.words(), ...candidates])].filter((word) => !commands.has(word));
  for (const [name, hidden] of hiddenOptions(daemon, words, options.keys())) {
    options.set(name, { type: 'string', argument: 'optional', hidden });
  }
  const sorted = [...options].sort(([one], [other]) => (one < other ? -1 : 1));
  return { product, series, version, options: Object.fromEntries(sorted) };
}

/**
 * The options of a MariaDB daemon without any plugin, in a second or two: names and facts, but neither deprecations
 * nor hidden options.
 * @returns {Map<string, DumpedOption>}
 */
export function builtInOptions(daemon) {
  const options = listedOptions(daemon);
  addMariadbVariables(daemon, options, []);
  return options;
}

/** What the help lists. */
function listedOptions(daemon) {
  const { options, values } = daemon.help();
  return new Map([...options].map(([name, help]) => [name, fromHelp(help, values.get(name))]));
}

/** Options that make the daemon do something else than start, so they cannot be asked together with others. */
const commands = new Set(['help', 'version', 'print_defaults', 'no_defaults', 'defaults_file', 'validate_config']);

const pluginStates = ['ON', 'OFF', 'FORCE', 'FORCE_PLUS_PERMANENT'];

function fromHelp({ spelling, argument, placeholder, text }, value) {
  const words = /\bOne of: ([^.(]+?)(?:\.|$)/.exec(text)?.[1].split(/, (?:or )?/) ?? [];
  const values = text.includes("FORCE (don't start") ? pluginStates : words;
  const kind = values.length > 1 ? 'enum' : 'string';
  const type = placeholder === undefined ? 'boolean' : placeholder === '#' ? 'integer' : kind;
  const name = spelling.replaceAll('-', '_');
  return {
    ...(name === canonical(name) ? {} : { spelling: name }),
    type,
    argument: argument === 'bare' ? 'optional' : argument,
    ...(value === undefined || value === '(No default value)' ? {} : { default: asPrinted(type, value) }),
    ...(type === 'enum' ? { values } : {}),
  };
}

/** The help prints booleans as TRUE and FALSE, everything else prints them as ON and OFF. */
const asPrinted = (type, value) => (type === 'boolean' ? ({ TRUE: 'ON', FALSE: 'OFF' }[value] ?? value) : value);

/** Adds the options every plugin brings; returns the plugins a server starts with. */
function addPlugins(daemon, options) {
  const built = new Set(options.keys());
  for (const plugin of daemon.plugins) {
    const { options: more, values } = daemon.help([], [plugin]);
    for (const [name, help] of more) {
      if (built.has(name) || options.has(name)) continue;
      options.set(name, { ...fromHelp(help, values.get(name)), plugin });
    }
  }
  const bringing = new Set([...options.values()].flatMap(({ plugin }) => plugin ?? []));
  return [...bringing].filter((plugin) => daemon.query(['SELECT 1'], [plugin]) !== undefined);
}

const mariadbTypes = {
  BOOLEAN: 'boolean',
  DOUBLE: 'double',
  ENUM: 'enum',
  SET: 'set',
  FLAGSET: 'flagset',
  VARCHAR: 'string',
};

function addMariadbVariables(daemon, options, plugins) {
  const columns =
    'VARIABLE_NAME, VARIABLE_TYPE, VARIABLE_SCOPE, DEFAULT_VALUE, NUMERIC_MIN_VALUE, NUMERIC_MAX_VALUE, ' +
    'NUMERIC_BLOCK_SIZE, ENUM_VALUE_LIST, READ_ONLY, COMMAND_LINE_ARGUMENT';
  const { rows } = daemon.query([`SELECT ${columns} FROM information_schema.SYSTEM_VARIABLES`], plugins);
  for (const row of rows) {
    const [variable, kind, scope, value, min, max, block, values, readOnly, argument] = row;
    const option = options.get(canonical(variable));
    if (!option) continue;
    option.dynamic = readOnly === 'NO';
    option.scope = { GLOBAL: 'global', SESSION: 'both', 'SESSION ONLY': 'session' }[scope];
    const type = mariadbTypes[kind] ?? 'integer';
    // A variable of the same name need not be the option: --log-bin takes a name, @@log_bin is a boolean.
    if (argument === null && type === 'boolean' && option.type !== 'boolean') continue;
    option.type = type === 'enum' && !values ? 'string' : type;
    // InnoDB calls booleans argumentless, yet they take a value as all booleans do.
    if (argument !== null && !(type === 'boolean' && argument === 'NONE')) option.argument = argument.toLowerCase();
    if (value !== null) option.default = value;
    if (type === 'integer' || type === 'double') Object.assign(option, { min, max });
    if (type === 'integer' && BigInt(block) > 1n) option.block = block;
    delete option.values;
    if (type !== 'boolean' && values) option.values = values.split(',').filter((word) => word !== '');
    if (type === 'flagset') option.values = option.values.filter((word) => word !== 'default');
  }
}

const mysqlTypes = { Boolean: 'boolean', Numeric: 'double', Integer: 'integer', Enumeration: 'enum', Set: 'set' };

function addMysqlVariables(daemon, options, plugins, say) {
  const select =
    'SELECT m.VARIABLE_NAME, DATA_TYPE, VARIABLE_SCOPE, MIN_VALUE, MAX_VALUE, VARIABLE_VALUE' +
    ' FROM performance_schema.variables_metadata m LEFT JOIN performance_schema.global_variables USING (VARIABLE_NAME)';
  const add = ([variable, kind, scope, min, max], option) => {
    option.type = mysqlTypes[kind] ?? 'string';
    if (option.type === 'integer' || option.type === 'double') Object.assign(option, { min, max });
    option.scope = { GLOBAL: 'global', SESSION: 'both', SESSION_ONLY: 'session' }[scope];
    if (option.default !== undefined) option.default = asPrinted(option.type, option.default);
    options.set(canonical(variable), option);
  };
  const { rows } = daemon.query([select], plugins);
  for (const row of rows) {
    const option = options.get(canonical(row[0]));
    // As in MariaDB, --log-bin takes a name where @@log_bin is a boolean.
    if (option && !(row[1] === 'Boolean' && option.type === 'string')) add(row, option);
    else if (option) option.scope = 'global';
  }
  const variables = new Set(rows.map(([variable]) => canonical(variable)));
  for (const component of daemon.components) {
    say(component);
    const answer = daemon.query([`INSTALL COMPONENT 'file://${component}'`, select]);
    for (const row of answer?.rows ?? []) {
      const name = canonical(row[0]);
      if (options.has(name) || variables.has(name)) continue;
      add(row, { argument: 'required', ...(row[5] ? { default: row[5] } : {}), plugin: component });
    }
  }
  const settable = [...options].flatMap(([name, { scope }]) => (scope && variables.has(name) ? [name] : []));
  const readOnly = readOnlyVariables(daemon, settable, plugins);
  for (const name of settable) options.get(name).dynamic = !readOnly.has(name);
  say('values of enumerations and sets, block sizes');
  const listed = [...options].filter(([, option]) => !option.plugin?.startsWith('component_'));
  const ofType = (type) => listed.flatMap(([name, option]) => (option.type === type && !option.values ? [name] : []));
  // The server calls enumerations of plugins strings, InnoDB's included; those that take 0 and 1 for words give
  // themselves away.
  const ofPlugin = ofType('string').filter((name) => options.get(name).plugin || /^(innodb|mysqlx)_/.test(name));
  for (const [name, values] of enumerationValues(daemon, [...ofType('enum'), ...ofPlugin], plugins)) {
    Object.assign(options.get(name), values.length > 1 ? { type: 'enum', values } : { type: 'string' });
  }
  for (const [name, values] of setValues(daemon, ofType('set'), plugins)) {
    const option = options.get(name);
    // Flags print as `name=on,other=off`; sets keep the places of words they have lost.
    if (/=o(n|ff)\b/.test(option.default)) {
      Object.assign(option, { type: 'flagset', values: option.default.split(',').map((flag) => flag.split('=')[0]) });
    } else {
      option.values = values.filter((word) => !/^NOT_USED/.test(word));
    }
  }
  const numbers = listed.filter(([, { type, min }]) => type === 'integer' && min !== undefined);
  const ranges = new Map(numbers.map(([name, { min, max }]) => [name, { min: BigInt(min), max: BigInt(max) }]));
  for (const [name, block] of blockSizes(daemon, ranges, plugins)) options.get(name).block = String(block);
}

/** Which variables SET GLOBAL refuses as read only; MySQL keeps that to itself until one tries. */
function readOnlyVariables(daemon, names, plugins) {
  const attempts = names.map((name) => `SET GLOBAL \`${name}\` = DEFAULT`);
  const { errors } = daemon.query(attempts, plugins);
  return new Set(errors.flatMap((line) => /^ERROR 1238 .*Variable '([^']+)' is a read only/.exec(line)?.[1] ?? []));
}

/** Lines the daemon accepts for its own options, to make it say what is deprecated. */
function harmlessLines(options) {
  return [...options].flatMap(([name, option]) => {
    if (option.plugin || commands.has(name)) return [];
    if (option.type === 'boolean') return [{ name, line: name }];
    if (option.argument !== 'required') return [{ name, line: option.default ? `${name}=${option.default}` : name }];
    const value = option.default || option.values?.[0] || (option.type === 'integer' ? (option.min ?? '0') : 'x');
    return [{ name, line: `${name}=${value}` }];
  });
}
