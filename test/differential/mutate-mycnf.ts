import type { Release } from '../../server/core/catalog/options';
import { insertBehind, kinds, misspell, type Mutate, type Mutator, onMatch } from './mutator';
import { catalogOptions, isUndecided } from './mutate-catalog';
import { linesOf } from './lines';
import { textMutators } from './mutate-text';
import type { Random } from './random';

const isSetting = (line: string): boolean => /^\s*[A-Za-z][\w.-]*\s*(=|$)/.test(line);
const isSection = (line: string): boolean => /^\s*\[/.test(line);

/** Heads of groups that every release reads; whether one like [mariadb-10.11] is read, hangs on the release. */
const serverGroup = /^\[(mysqld|mariadbd?|server|galera|client-server)\]$/;
const clientGroup = /^\[(client|mysql|mysqldump|mysqld_safe|embedded)\]$/;
const nameAndValue = /^(\s*)([A-Za-z][\w.-]*)(\s*=\s*)(\S.*?)\s*$/;
const number = /^(\s*[\w.-]+\s*=\s*)(\d+)([KMGTPE]?)\s*$/i;
const size = /^(\s*[\w.-]+\s*=\s*)(\d+)([KMGTPE])\s*$/i;
const boolean = /^(\s*[\w.-]+\s*=\s*)(on|off|true|false|0|1)\s*$/i;

/** A line put into a group the server reads, unless no file decides whether the server knows its option. */
const linesFor =
  (release: Release) =>
  (...lines: readonly string[]): Mutate => {
    const fit = lines.filter((line) => !isUndecided(line.replace(/[\s=].*/, '').replaceAll('-', '_'), release));
    return (text, random) =>
      fit.length === 0 ? undefined : insertBehind(serverGroup, () => random.pick(fit))(text, random);
  };
/** The name of a setting replaced. */
const rename = (change: (name: string, random: Random) => string | undefined): Mutate =>
  onMatch(nameAndValue, ([, indent, name, equals, value], random) => {
    const renamed = change(name as string, random);
    return renamed === undefined || renamed === name ? undefined : `${indent}${renamed}${equals}${value}`;
  });
/** The value of a setting that matches replaced. */
const revalue = (pattern: RegExp, ...values: readonly string[]): Mutate =>
  onMatch(pattern, (match, random) => (match[1] as string) + random.pick(values).replace('#', match[2] as string));

const own = (inServer: (...lines: readonly string[]) => Mutate): Mutator[] =>
  kinds({
    'misspelt-name': rename(misspell),
    'misspelt-group': onMatch(
      /^\[([\w.-]+)\]$/,
      ([, name], random) => `[${misspell(name as string, random) ?? `${name}s`}]`,
    ),
    'bracket-not-closed': onMatch(/^(\[[\w.-]+)\]$/, ([, start]) => start),
    'text-behind-bracket': onMatch(
      serverGroup,
      ([head], random) => head + random.pick([' # server', ' server', ']', ' port=3306']),
    ),
    'blank-in-bracket': onMatch(/^\[([\w.-]+)\]$/, ([, name], random) =>
      random.pick([`[ ${name} ]`, `[ ${name}]`, `[${name} ]`]),
    ),
    'option-before-group': (text, random) =>
      `${random.pick(['port = 3306', 'user = mysql', 'skip-name-resolve'])}\n${text}`,
    'blank-before-suffix': onMatch(size, ([, start, digits, suffix]) => `${start}${digits} ${suffix}`),
    'suffix-with-more': onMatch(
      size,
      ([, start, digits, suffix], random) => `${start}${digits}${suffix}${random.pick(['B', 'iB', 'b', 'yte'])}`,
    ),
    'unknown-suffix': revalue(number, '#X', '#B', '#bytes', '#s', '#%', '#ms', '#min'),
    'fraction-or-grouping': revalue(number, '1.5G', '0.5', '1,000', '1_000', "1'000", '1 000', '+#', '0x#', '1e3'),
    'word-for-number': revalue(number, 'many', 'default', 'auto', 'unlimited', 'NULL', 'ON'),
    'number-out-of-range': revalue(
      number,
      '-1',
      '0',
      '99999999999',
      '18446744073709551615',
      '99999999999999999999999',
      '16E',
    ),
    'word-for-boolean': revalue(boolean, 'yes', 'no', 'enabled', 'maybe', '2', 'TRUE ', 'oui', 'On', 'y'),
    'unknown-enumeration': inServer(...linesOf('mycnf-unknown-enumeration')),
    'enumeration-by-prefix': inServer(
      'binlog_format = MIX',
      'binlog_format = 2',
      'transaction_isolation = READ-C',
      'binlog_row_image = noblob',
      'concurrent_insert = 2',
      'binlog_format = row',
    ),
    'unknown-set-member': inServer(
      'sql_mode = TRADITIONAL,STRICT',
      'sql_mode = "STRICT_TRANS_TABLES, NO_ZERO_DATE"',
      'sql_mode = NO_AUTO_CREATE_USER,,ANSI',
      'optimizer_switch = index_merge=of',
      'log_slow_filter = admin;filesort',
      'slave_type_conversions = ALL_LOSY',
      'myisam_recover_options = BACKUP,FORCED',
      'old_mode = UTF8_IS_UTF8MB3,NONE_SUCH',
    ),
    'set-member': inServer(
      'sql_mode = TRADITIONAL,NO_ENGINE_SUBSTITUTION',
      'optimizer_switch = index_merge=off,mrr=on',
      'log_slow_filter = admin,filesort',
      'slave_type_conversions = ALL_LOSSY',
      "sql_mode = ''",
      'log_slow_verbosity = query_plan,explain',
    ),
    'bad-float': inServer(
      'long_query_time = 0,5',
      'long_query_time = 2s',
      'long_query_time = fast',
      'innodb_max_dirty_pages_pct = 75%',
      'long_query_time = 1.5',
    ),
    'semicolon-comment-behind': onMatch(nameAndValue, ([line]) => `${line} ; changed`),
    'colon-for-equals': onMatch(
      nameAndValue,
      ([, indent, name, , value], random) => `${indent}${name}${random.pick([': ', ' : ', ':'])}${value}`,
    ),
    'blank-for-equals': onMatch(nameAndValue, ([, indent, name, , value]) => `${indent}${name} ${value}`),
    'doubled-equals': onMatch(
      nameAndValue,
      ([, indent, name, , value], random) =>
        `${indent}${name}${random.pick([' == ', ' = = ', ' := ', ' => '])}${value}`,
    ),
    'leading-dashes': onMatch(nameAndValue, ([, indent, name, equals, value]) => `${indent}--${name}${equals}${value}`),
    'value-missing': onMatch(
      nameAndValue,
      ([, indent, name], random) => `${indent}${name}${random.pick(['', ' =', '='])}`,
    ),
    'upper-case-name': rename((name) => name.toUpperCase()),
    'dashes-for-underscores': rename((name, random) =>
      name.replace(/[-_]/g, (mark) => (random.chance(1, 2) ? mark : mark === '-' ? '_' : '-')),
    ),
    'abbreviated-name': rename((name, random) =>
      name.length < 6 ? undefined : name.slice(0, name.length - 1 - random.below(4)),
    ),
    'loose-prefix': rename((name, random) => `loose-${random.chance(1, 2) ? name : (misspell(name, random) ?? name)}`),
    'other-prefix': rename(
      (name, random) =>
        random.pick([
          'skip-',
          'disable-',
          'enable-',
          'maximum-',
          'autoset-',
          'skip_loose_',
          'loose_skip_',
          'set-variable=',
        ]) + name,
    ),
    'option-of-mysql': inServer(...linesOf('mycnf-option-of-mysql')),
    'option-of-another-release': inServer(...linesOf('mycnf-option-of-another-release')),
    'option-of-a-client': inServer(...linesOf('mycnf-option-of-a-client')),
    'option-in-client-group': insertBehind(clientGroup, (random) =>
      random.pick([
        'max_connections = 500',
        'max_conections = 500',
        'server_id = 9',
        'default-character-set = utf8mb4',
      ]),
    ),
    'include-of-nothing': (text, random) => `${text}${random.pick(linesOf('mycnf-include-of-nothing'))}\n`,
    'pasted-statement': inServer(
      'SET GLOBAL max_connections = 500;',
      "CHANGE MASTER TO MASTER_HOST='10.0.0.1';",
      'max_connections = 500;',
      'set max_connections=500',
      '@@max_connections = 500',
      'global.max_connections = 500',
      'mysqld --max-connections=500',
      'innodb_buffer_pool_size := 1G',
    ),
    'value-with-unit-words': inServer(...linesOf('mycnf-value-with-unit-words')),
    'number-of-option': inServer(...linesOf('mycnf-number-of-option')),
    'meaning-of-option': inServer(...linesOf('mycnf-meaning-of-option')),
  });

/** What goes wrong in option files of a release. */
export function mycnfMutators(release: Release): readonly Mutator[] {
  return [
    ...textMutators({ isSetting, isSection }),
    ...own(linesFor(release)),
    ...catalogOptions(serverGroup, release),
  ];
}
