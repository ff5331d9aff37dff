import type { Catalogs } from '../catalog/catalogs';
import type { OptionCatalog, OptionFact } from '../catalog/options';
import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import { readInteger } from '../model/option-numbers';
import { atRunTime } from '../model/observed';
import { commandLine, isOn, type Setting } from '../model/setting';
import { deleteLine, type Edit, replace } from '../rules/finding';
import { onePerPlace, setBelow, setValue } from '../rules/option-edits';
import { type Span, spanText } from '../syntax/tree';
import type { ComparedProgram, ComparedSetting, Said } from './compare';
import { isOneOnly, judge, type Judged } from './compare-verdict';
import { optionFact } from './option-fact';

/** What the database servers of a cluster are set to: every option that a file of one of them sets. */
export function compareOptions(cluster: Cluster, { options: catalog }: Catalogs): ComparedProgram {
  const hosts = cluster.databases;
  const names = new Set(
    hosts.flatMap((host) => [...host.options.names].filter((name) => linesOf(host, name).length > 0)),
  );
  return {
    program: 'database',
    hosts,
    settings: hosts.length < 2 ? [] : [...names].map((name) => compareOption(name, hosts, catalog)),
  };
}

function compareOption(name: string, hosts: readonly Host[], catalog: OptionCatalog): ComparedSetting {
  const said = hosts.map((host) => say(name, host, catalog));
  const judged = judgeOption(name, said);
  return {
    name,
    ...judged,
    said,
    ...(judged.verdict === 'differs' && { equalTo: (host: Host) => makeEqual(name, host, said) }),
  };
}

/** The lines of the files; what only the running server says cannot be compared with them, nor be edited. */
function linesOf(host: Host, name: string): readonly Setting[] {
  return host.options.all(name).filter(({ group }) => group !== atRunTime);
}

function say(name: string, host: Host, catalog: OptionCatalog): Said {
  const lines = linesOf(host, name);
  const setting = lines.at(-1);
  const fact = optionFact(catalog, name, host.target)?.fact;
  if (!setting) {
    const standard = catalog.defaultOf(name, host.target);
    const text = standard !== undefined && fact?.type === 'double' ? String(Number(standard)) : standard;
    return text === undefined
      ? { host, text, key: '', origin: 'unset' }
      : { host, text: shown(name, text), key: meaning(text, fact), origin: 'default' };
  }
  const span = setting.valueSpan ?? setting.nameSpan;
  if (accumulates(name)) {
    const values = [...new Set(lines.map((line) => line.value ?? ''))].sort();
    return { host, text: shown(name, values.join(', ')), key: values.join('\n'), origin: 'line', span };
  }
  const text = setting.value !== undefined && !setting.negated ? setting.value : isOn(setting) ? 'ON' : 'OFF';
  // Of an option that is no switch a bare name means what only the server knows, such as a file name it makes up.
  const key = setting.value === undefined && fact && fact.type !== 'boolean' ? '(bare name)' : meaning(text, fact);
  return { host, text: shown(name, text), key, origin: 'line', span, overruled: lines.length - 1 };
}

/** Options of which every line counts, in MySQL and MariaDB alike. */
function accumulates(name: string): boolean {
  return /^(replicate_|binlog_(do|ignore)_db$|plugin_load_add$)/.test(name);
}

/** One spelling for what means the same to the server. */
function meaning(text: string, fact: OptionFact | undefined): string {
  switch (fact?.type) {
    case 'boolean':
      return /^(on|true|1|yes)$/i.test(text) ? 'on' : /^(off|false|0|no)$/i.test(text) ? 'off' : text.toLowerCase();
    case 'integer':
      return String(readInteger(text) ?? text);
    case 'double':
      return String(Number(text));
    case 'enum':
      return text.toLowerCase();
    case 'set':
      return text.toLowerCase().split(',').sort().join(',');
    default:
      return text;
  }
}

/** Values that let somebody in are compared, but never shown. */
function shown(name: string, text: string): string {
  return /(^|_)(auth|password|passphrase|secret)$/.test(name) && text !== '' ? '(hidden)' : text;
}

/** What tells hosts of one cluster apart; equal values of it are a fault. */
const identities = new Set([
  'server_id',
  'server_uuid',
  'report_host',
  'wsrep_node_name',
  'wsrep_node_address',
  'group_replication_local_address',
]);

/** What each host may have for itself. */
const ownBusiness = new Set([
  'auto_increment_offset',
  'bind_address',
  'gtid_domain_id',
  'hostname',
  'log_basename',
  'port',
  'report_port',
  'wsrep_node_incoming_address',
  'wsrep_sst_donor',
  'wsrep_sst_receive_address',
]);

/** What a replica has otherwise than its source. */
const roleBound =
  /^((super_)?read_only|rpl_semi_sync_(master|slave|source|replica)_enabled|skip_(slave|replica)_start|(slave|replica)_\w+|relay_log\w*|replicate_\w+)$/;

function judgeOption(name: string, said: readonly Said[]): Judged {
  if (identities.has(name)) {
    const clash = sameIdentity(name, said);
    if (clash) return clash;
  }
  const judged = judge(said);
  if (judged.verdict !== 'differs') return judged;
  if (identities.has(name) || ownBusiness.has(name)) return { verdict: 'expected', why: 'each host has its own' };
  if (roleBound.test(name) && followsRole(said)) return { verdict: 'expected', why: 'it follows the role' };
  return judged;
}

/** Nodes of a Galera cluster may share a server_id: they are one server to whoever replicates from them. */
function sameIdentity(name: string, said: readonly Said[]): Judged | undefined {
  const written = said.filter(
    ({ origin, host }) => origin === 'line' && !(name === 'server_id' && host.roles.has('galera-node')),
  );
  for (const { key } of written) {
    const same = written.filter((other) => other.key === key).map(({ host }) => host.name);
    if (same.length > 1) return { verdict: 'clash', why: `${same.join(' and ')} say the same, but each needs its own` };
  }
  return undefined;
}

/** Whether hosts of one role agree, and there are several roles. */
function followsRole(said: readonly Said[]): boolean {
  const byRole = new Map<string, string[]>();
  for (const { host, key } of said) {
    const role = host.roles.has('replica') ? 'replica' : host.roles.has('source') ? 'source' : undefined;
    if (role === undefined) return false;
    byRole.set(role, [...(byRole.get(role) ?? []), key]);
  }
  return byRole.size > 1 && [...byRole.values()].every(isOneOnly);
}

function makeEqual(name: string, host: Host, said: readonly Said[]): readonly Edit[] | undefined {
  const model = said.find((each) => each.host === host);
  if (!model) return undefined;
  const others = said.filter((each) => each.key !== model.key).map((each) => each.host);
  const wanted = linesOf(host, name);
  const edits = others.map((other) => {
    const [last, ...more] = wanted;
    if (!last) return remove(linesOf(other, name));
    // Of several lines that all count, a part could go missing on the way.
    if (more.length > 0 && accumulates(name)) return undefined;
    return adopt(wanted.at(-1) ?? last, host, other);
  });
  return edits.every((each) => each !== undefined) ? onePerPlace(edits.flat()) : undefined;
}

function remove(lines: readonly Setting[]): Edit[] | undefined {
  return lines.some(({ group }) => group === commandLine) ? undefined : lines.map((line) => deleteLine(line.nameSpan));
}

/** Makes one host's server read an option as another host has it. */
function adopt(wanted: Setting, from: Host, host: Host): Edit[] | undefined {
  const own = linesOf(host, wanted.name).at(-1);
  if (!own) {
    const above = neighbour(wanted, from, host);
    const edit =
      above && (wanted.value === undefined ? undefined : setBelow(above, { [spelling(wanted)]: wanted.value }));
    return edit && [edit];
  }
  if (wanted.value !== undefined && own.negated === wanted.negated) {
    const edit = setValue(own, wanted.value);
    if (edit) return [edit];
  }
  if (own.group === commandLine) return undefined;
  return [replace(whole(own), spanText(whole(wanted)))];
}

/** The line to put an option behind: one that stands before it on the other host, else the last one of the server. */
function neighbour(wanted: Setting, from: Host, host: Host): Setting | undefined {
  const before = from.options.stream.slice(0, from.options.stream.indexOf(wanted)).reverse();
  for (const { name, group } of before) {
    const same = host.options.all(name).findLast((each) => each.group === group);
    if (same && same.group !== commandLine) return same;
  }
  return host.options.stream.findLast(({ group }) => group !== commandLine && group !== atRunTime);
}

function spelling({ nameSpan }: Setting): string {
  return spanText(nameSpan).replace(/^-+/, '');
}

/** Name and value with what stands between them. */
function whole({ nameSpan, valueSpan }: Setting): Span {
  return valueSpan && valueSpan.line === nameSpan.line ? { ...nameSpan, end: valueSpan.end } : nameSpan;
}
