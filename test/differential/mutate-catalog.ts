import type { Release } from '../../server/core/catalog/options';
import type { HaproxySection } from '../../server/core/catalog/haproxy';
import { isForkOption } from '../../server/core/model/mysql-forks';
import { catalogs } from '../../server/disk/catalogs';
import { insertBehind, kinds, type Mutator } from './mutator';
import type { Random } from './random';

/** What somebody may write behind an option without having read its manual page. */
const oddValues = [
  '0',
  '1',
  '-1',
  '2',
  '5',
  'ON',
  'off',
  'yes',
  'none',
  'x',
  '1.5',
  '0.5',
  '16K',
  '16MB',
  '1T',
  '4294967296',
  '18446744073709551616',
  'a,b',
  '"ON"',
  '/tmp/x',
  'DEFAULT',
  ',',
  '%',
  '2x',
  'ROW',
  'utf8mb4',
];

const oddArguments = [
  '',
  '1',
  '0',
  'x',
  '10s',
  '10',
  '-1',
  '/x',
  'on',
  'off',
  'if TRUE',
  '10.0.0.1:80',
  'global',
  'a b',
  'len 10',
  'x int(1)',
  '%[src]',
  '1k',
  'a if { src 10.0.0.1 }',
];

/** Options that end a program before it has looked at the others, so that there is nothing to compare. */
const endsEarly = /^(help|verbose|version|print_defaults|no_defaults|defaults_.*)$/;

/**
 * Options of plugins and forks. Whether a server knows them hangs on what was installed into it (`INSTALL PLUGIN`, a
 * package, Percona's build), so that no file decides it, and Quorate calls none of them fatal.
 */
export function isUndecided(name: string, { product }: Release): boolean {
  const own = catalogs.options.releases.filter((release) => release.product === product);
  return (
    ofPlugins.test(name) ||
    (product === 'mysql' && isForkOption(name)) ||
    own.some((release) => isOfPlugin(name, release))
  );
}

const ofPlugins =
  /^(audit|authentication|aws_key_management|cassandra|clone|columnstore|connect|cracklib|disks|federated|file_key_management|firewall|group_replication|handlersocket|hashicorp|keyring|mroonga|mysql_firewall|mysqlx|ndb|oqgraph|password_reuse|percona|provider|pxc|rocksdb|s3|server_audit|simple_password|sphinx|spider|telemetry|tokudb|validate_password|version_tokens)(_|$)/;

function isOfPlugin(name: string, release: Release): boolean {
  const fact = catalogs.options.fact(name, release);
  return fact?.build !== undefined || (fact?.plugin !== undefined && !/^(innodb|aria|myisam)/i.test(name));
}

/** Keywords of HAProxy that hang on the libraries it was built with, so that no file decides whether it knows them. */
const ofBuilds = /^(51degrees|deviceatlas|wurfl)-|^tune\.zlib\./;

/** Options by the catalogue: those of a release, and of any, with their own or any value. */
export function catalogOptions(serverGroup: RegExp, release: Release): Mutator[] {
  const option = (line: (name: string, random: Random) => string, of: Partial<Release> = release): Mutator['mutate'] =>
    insertBehind(serverGroup, (random) => {
      const names = catalogs.options.names(of);
      return line(random.pick(names.filter((name) => !endsEarly.test(name) && !isUndecided(name, release))), random);
    });
  return kinds({
    'any-option-with-its-default': option((name) => {
      const value = catalogs.options.fact(name, release)?.default;
      return value === undefined ? name : `${name} = ${value}`;
    }),
    'any-option-with-an-odd-value': option((name, random) => `${name} = ${random.pick(oddValues)}`),
    'any-option-without-a-value': option((name, random) => random.pick(['', 'skip-', 'loose-', 'enable-']) + name),
    'any-option-with-a-listed-value': option((name, random) => {
      const { values = ['1'] } = catalogs.options.fact(name, release) ?? {};
      const value = random.pick(values);
      return `${name} = ${random.pick([value, value.toLowerCase(), value.slice(0, 3), `${values.indexOf(value)}`, `${value}x`])}`;
    }),
    'option-of-any-release': option((name, random) => `${name} = ${random.pick(['1', 'ON', 'x'])}`, {}),
  });
}

/** Keywords of any release and section, put into a section of this kind or any other. */
export function catalogKeywords(): Mutator[] {
  const keyword =
    (own: boolean): Mutator['mutate'] =>
    (text, random) => {
      const head = /^(global|defaults|frontend|backend|listen)\b/;
      const lines = text.split('\n');
      const heads = [...lines.keys()].filter((at) => head.test(lines[at] as string));
      if (heads.length === 0) return undefined;
      const at = random.pick(heads);
      const section = head.exec(lines[at] as string)?.[1] as HaproxySection;
      const from = own ? section : random.pick(catalogs.haproxy.sections());
      const names = catalogs.haproxy
        .keywords(from)
        .map(({ name }) => name)
        .filter((name) => !ofBuilds.test(name));
      if (names.length === 0) return undefined;
      return lines.toSpliced(at + 1, 0, `  ${random.pick(names)} ${random.pick(oddArguments)}`).join('\n');
    };
  const behind =
    (line: RegExp, options: () => readonly string[]): Mutator['mutate'] =>
    (text, random) => {
      const lines = text.split('\n');
      const places = [...lines.keys()].filter((at) => line.test(lines[at] as string));
      if (places.length === 0) return undefined;
      const at = random.pick(places);
      return lines.with(at, `${lines[at]} ${random.pick(options())} ${random.pick(oddArguments)}`.trimEnd()).join('\n');
    };
  return kinds({
    'any-keyword-of-the-section': keyword(true),
    'any-keyword-of-any-section': keyword(false),
    'any-server-option': behind(/^\s*server\s+\S+\s+\S/, () => catalogs.haproxy.serverOptions()),
    'any-bind-option': behind(/^\s*bind\s+\S/, () => catalogs.haproxy.bindOptions()),
  });
}

/** Keys of corosync.conf in their sections, with their own words or any. */
export function catalogKeys(): Mutator[] {
  const sections = ['totem', 'totem.interface', 'logging', 'quorum', 'quorum.device', 'nodelist.node', 'system'];
  const key =
    (value: (words: readonly string[], random: Random) => string): Mutator['mutate'] =>
    (text, random) => {
      const section = random.pick(sections);
      const fact = random.pick(catalogs.corosync.keys(section));
      const words = fact.values ?? [fact.default ?? '1', String(fact.min ?? 0), String(fact.max ?? 1)];
      const line = `${fact.key}: ${value(words, random)}`;
      const [outer = '', inner] = section.split('.');
      const place = new RegExp(`^\\s*${section === 'nodelist.node' ? 'node' : outer}\\s*\\{`);
      const put = inner === undefined || inner === 'node' ? `\t${line}` : `\t${inner} {\n\t\t${line}\n\t}`;
      if (outer === 'system') return `${text}system {\n\t${line}\n}\n`;
      return insertBehind(place, () => put)(text, random);
    };
  return kinds({
    'any-key-with-a-listed-value': key((words, random) => random.pick(words)),
    'any-key-with-an-odd-value': key((words, random) =>
      random.pick([...oddValues, `${words[0]}x`, words[0]?.toUpperCase() ?? '']),
    ),
  });
}
