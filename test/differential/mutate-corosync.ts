import { insertBehind, kinds, misspell, moveLine, type Mutate, type Mutator, onLine, onMatch, oneOf } from './mutator';
import { catalogKeys } from './mutate-catalog';
import { linesOf } from './lines';
import { textMutators } from './mutate-text';

const isSetting = (line: string): boolean => /^\s*[a-z]\w*\s*:/i.test(line);
const isSection = (line: string): boolean => /^[a-z]\w*\s*\{\s*$/i.test(line);

const pair = /^(\s*)(\w+)(\s*:\s*)(\S.*?)\s*$/;
const numberPair = /^(\s*\w+\s*:\s*)(\d+)\s*$/;
const open = /^(\s*)(\w+)(\s*)\{\s*$/;
const close = /^(\s*)\}\s*$/;
const word = (key: string): RegExp => new RegExp(`^(\\s*${key}\\s*:\\s*)(\\S+)\\s*$`);

/** A line put behind the head of a section. */
const inSection = (name: string, ...lines: readonly string[]): Mutate =>
  insertBehind(new RegExp(`^\\s*${name}\\s*\\{`), (random) => `\t${random.pick(lines)}`);
/** The value of a key replaced, or the key put into its section where it is absent. */
const value = (section: string, key: string, ...values: readonly string[]): Mutate => {
  const replaced = onMatch(word(key), ([, start], random) => (start as string) + random.pick(values));
  const added = insertBehind(new RegExp(`^\\s*${section}\\s*\\{`), (random) => `\t${key}: ${random.pick(values)}`);
  return (text, random) => replaced(text, random) ?? added(text, random);
};

const own = kinds({
  'misspelt-key': onMatch(pair, ([, indent, key, colon, rest], random) =>
    join(indent, misspell(key as string, random), colon, rest),
  ),
  'misspelt-section': onMatch(open, ([, indent, name, blank], random) =>
    join(indent, misspell(name as string, random), blank, '{'),
  ),
  'upper-case': oneOf(
    onMatch(pair, ([, indent, key, colon, rest]) => join(indent, key?.toUpperCase(), colon, rest)),
    onMatch(open, ([, indent, name, blank]) => join(indent, name?.toUpperCase(), blank, '{')),
    onMatch(pair, ([, indent, key, colon, rest]) => join(indent, key, colon, rest?.toUpperCase())),
  ),
  'opening-brace-lost': onMatch(open, ([, indent, name]) => join(indent, name)),
  'opening-brace-below': onMatch(open, ([, indent, name]) => join(indent, name, '\n', indent, '{')),
  'closing-brace-lost': onMatch(close, () => ''),
  'closing-brace-doubled': onMatch(close, ([line]) => `${line}\n${line}`),
  'text-behind-opening-brace': onMatch(
    open,
    ([line], random) => line + random.pick([' # quorum', ' version: 2', ' {', ';', ' }']),
  ),
  'text-beside-closing-brace': onMatch(
    close,
    ([line], random) => line + random.pick([' # end', ';', ' }', ',', ' node {']),
  ),
  'closing-brace-behind-value': onMatch(pair, ([line]) => `${line} }`),
  'section-in-one-line': onMatch(
    open,
    ([, indent, name], random) =>
      `${indent}${name} { ${random.pick(['debug: off', '', 'subsys: TOTEM'])} }\n${indent}${name} {`,
  ),
  'other-brackets': oneOf(
    onMatch(
      open,
      ([, indent, name], random) => `${indent}${random.pick([`[${name}]`, `<${name}>`, `${name} [`, `${name} (`])}`,
    ),
    onMatch(close, ([, indent], random) => `${indent}${random.pick([']', ')', 'end', '</node>'])}`),
  ),
  'colon-behind-section': onMatch(
    open,
    ([, indent, name], random) => `${indent}${name}${random.pick([': {', ':{', ' = {'])}`,
  ),
  'colon-lost': onMatch(pair, ([, indent, key, , rest]) => `${indent}${key} ${rest}`),
  'equals-for-colon': onMatch(
    pair,
    ([, indent, key, , rest], random) => `${indent}${key}${random.pick([' = ', '=', ' := '])}${rest}`,
  ),
  'blank-before-colon': onMatch(pair, ([, indent, key, , rest]) => `${indent}${key} : ${rest}`),
  'blank-in-key': onMatch(pair, ([, indent, key, colon, rest], random) => {
    const name = key as string;
    const at = 1 + random.below(name.length - 1);
    return name.length < 3 ? undefined : `${indent}${name.slice(0, at)} ${name.slice(at)}${colon}${rest}`;
  }),
  'dash-for-underscore': onMatch(pair, ([, indent, key, colon, rest]) =>
    join(indent, key?.replaceAll('_', '-'), colon, rest),
  ),
  'value-missing': onMatch(pair, ([, indent, key], random) => `${indent}${key}${random.pick([':', ': ', ''])}`),
  'comment-behind-number': onMatch(
    numberPair,
    ([line], random) => `${line} # ${random.pick(['two nodes', 'was 1', 'ms'])}`,
  ),
  'word-for-number': onMatch(
    numberPair,
    ([, start], random) => `${start}${random.pick(['one', 'yes', 'auto', 'two', 'default'])}`,
  ),
  'number-with-unit': onMatch(
    numberPair,
    ([, start, digits], random) => `${start}${digits}${random.pick(['ms', ' ms', 's', '.5', 'k', 'x', ',000', '0x'])}`,
  ),
  'number-out-of-range': onMatch(
    numberPair,
    ([, start], random) =>
      `${start}${random.pick(['0', '-1', '4294967296', '99999999999', '65536', '+1', '007', '18446744073709551616'])}`,
  ),
  'bad-number-of-totem': inSection('totem', ...linesOf('corosync-bad-number-of-totem')),
  'other-transport': value('totem', 'transport', 'udp', 'udpu', 'knet', 'tcp', 'Knet', 'iba', 'udpu ', 'sctp'),
  'other-cipher': value('totem', 'crypto_cipher', ...linesOf('corosync-other-cipher')),
  'other-hash': value('totem', 'crypto_hash', 'sha256', 'sha1', 'sha512', 'md5', 'none', 'sha3', 'SHA256', 'sha-256'),
  'other-word-of-totem': inSection('totem', ...linesOf('corosync-other-word-of-totem')),
  'other-version': value('totem', 'version', '1', '3', '2.0', 'two', '02', '"2"', '2 '),
  'other-word-of-logging': inSection('logging', ...linesOf('corosync-other-word-of-logging')),
  'subsystem-of-logging': oneOf(
    value('logger_subsys', 'subsys', 'QUORUM', 'NONESUCH', 'TOTEM', 'quorum'),
    inSection(
      'logger_subsys',
      'debug: yes',
      'syslog_priority: loud',
      'logfile: /srv/log/x.log',
      'to_logfile: on',
      'colour: red',
    ),
  ),
  'other-word-of-quorum': inSection('quorum', ...linesOf('corosync-other-word-of-quorum')),
  qdevice: inSection(
    'quorum',
    'device {\n\t\tmodel: net\n\t\tvotes: 1\n\t\tnet {\n\t\t\thost: 10.0.0.9\n\t\t\talgorithm: ffsplit\n\t\t}\n\t}',
    'device {\n\t\tvotes: 1\n\t}',
    'device {\n\t\tmodel: net\n\t\tvotes: x\n\t}',
    'device {\n\t\tmodel: net\n\t\ttimeout: -1\n\t}',
    'device {\n\t\tmodel: net\n\t\tsync_timeout: 30s\n\t}',
  ),
  'other-node-id': oneOf(
    value('node', 'nodeid', '0', '1', '2', '01', '4294967295', '4294967296', 'one', '-1'),
    onMatch(word('nodeid'), () => ''),
  ),
  'other-address': oneOf(
    value(
      'node',
      'ring0_addr',
      '10.0.0.300',
      '127.0.0.1',
      '::1',
      '10.0.0.0',
      '10.0.0.1:5405',
      '10.0.0.1/24',
      '172.16.0.11',
    ),
    onMatch(
      /^(\s*)ring0_addr(\s*:.*)$/,
      ([, indent, rest], random) =>
        (indent as string) +
        random.pick([
          'ring0_address',
          'ring1_addr',
          'ring_addr',
          'ring8_addr',
          'ring00_addr',
          'addr',
          'ringx_addr',
          'ring-1_addr',
        ]) +
        (rest as string),
    ),
  ),
  'other-node-key': inSection('node', ...linesOf('corosync-other-node-key')),
  'link-of-totem': inSection(
    'totem',
    ...linesOf('corosync-link-of-totem').map((line) => `interface {\n\t\t${line}\n\t}`),
  ),
  'other-section': insertTop(...linesOf('corosync-other-section')),
  'key-in-wrong-section': moveLine(isSetting, /^\w+\s*\{/),
  'long-line': oneOf(
    onMatch(pair, ([line], random) => line + 'x'.repeat(random.pick([400, 500, 600]))),
    onLine((line, random) => (line.trim() === '' ? `# ${'-'.repeat(random.pick([400, 520]))}` : undefined)),
  ),
});

/** What goes wrong in corosync.conf. */
export const corosyncMutators: readonly Mutator[] = [
  ...textMutators({ isSetting, isSection }),
  ...own,
  ...catalogKeys(),
];

function join(...parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}

function insertTop(...blocks: readonly string[]): Mutate {
  return (text, random) =>
    random.chance(1, 2) ? `${random.pick(blocks)}\n${text}` : `${text.replace(/\n*$/, '\n')}${random.pick(blocks)}\n`;
}
