import type { OptionCatalog, OptionFact } from '../catalog/options';
import { knownAddress, listening } from '../model/listening';
import { readInteger, writeInteger } from '../model/option-numbers';
import type { Host } from '../model/host';
import type { MyCnfLine } from '../syntax/mycnf';
import type { Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { optionFact } from './option-fact';
import type { Owner } from './owner';
import type { Place } from './place';

/** Values of the option before the `=`: what only the cluster knows, what the other hosts have, what the option takes. */
export function completeOptionValue(
  place: Place<MyCnfLine>,
  equals: number,
  owner: Owner | undefined,
  catalog: OptionCatalog,
): Completions {
  const { line } = place;
  const target = owner?.host.target ?? {};
  const before = line.text.slice(0, place.character);
  const { name } = catalog.resolve(before.slice(0, equals).trim(), target);
  const known = optionFact(catalog, name, target);
  const valueStart = equals + 1 + (/^\s*/.exec(before.slice(equals + 1))?.[0].length ?? 0);
  const isList = known?.fact.type === 'set' || known?.fact.type === 'flagset' || listOptions.test(name);
  const comma = isList ? before.lastIndexOf(',') + 1 : 0;
  const start = Math.max(valueStart, comma);
  const valueEnd = line.kind === 'setting' && line.valueSlice ? Math.max(line.valueSlice.end, start) : start;
  const span: Span = {
    block: place.block,
    line: place.index,
    start,
    end: comma > valueStart ? place.character : valueEnd,
  };
  return { span, items: valuesOf(name, owner, catalog, comma > valueStart), isIncomplete: false };
}

/**
 * What an option may be set to, wherever it is.
 *
 * @param name as the catalogue has it
 * @param inList whether a list has been begun, so that one more member of it is wanted
 */
export function valuesOf(
  name: string,
  owner: Pick<Owner, 'host' | 'cluster'> | undefined,
  catalog: OptionCatalog,
  inList = false,
): Completion[] {
  const known = optionFact(catalog, name, owner?.host.target ?? {});
  return distinct([
    ...fromCluster(name, owner, inList),
    ...fromOthers(name, owner),
    ...(known ? fromCatalog(known.fact) : []),
  ]);
}

/** Options that list addresses. */
const listOptions = /^(wsrep_cluster_address|group_replication_group_seeds|bind_address)$/;

/** Options that must differ from host to host: another host's value is the one value not to take. */
const ownOptions =
  /^(server_id|auto_increment_offset|wsrep_node_name|wsrep_node_address|wsrep_node_incoming_address|report_host|bind_address|gtid_domain_id|group_replication_local_address|server_uuid)$/;

const reference = (label: string, detail: string): Completion => ({ label, kind: 'reference', detail, isFirst: true });

/** Values that follow from the cluster: the next free id, the addresses of the nodes, how many write. */
function fromCluster(name: string, owner: Pick<Owner, 'host' | 'cluster'> | undefined, inList: boolean): Completion[] {
  if (!owner) return [];
  const { cluster, host } = owner;
  const others = cluster.databases.filter((other) => other !== host);
  const addresses = cluster.databases.flatMap((each) => knownAddress(each) ?? [...each.addresses][0] ?? []);
  const own = [...host.addresses].map((address) => reference(address, `address of ${host.name}`));
  switch (name) {
    case 'server_id':
      return [reference(String(freeNumber(others, name)), 'next free id of the cluster')];
    case 'auto_increment_offset':
      return [reference(String(freeNumber(others, name)), 'next free offset of the cluster')];
    case 'auto_increment_increment':
      return [reference(String(Math.max(2, cluster.databases.length)), 'as many as there are databases')];
    case 'wsrep_cluster_address':
      if (inList) return members(cluster.databases);
      return addresses.length > 0 ? [reference(`gcomm://${addresses.join(',')}`, 'every node of the cluster')] : [];
    case 'group_replication_group_seeds': {
      const seeds = addresses.map((address) => `${address}:33061`);
      return inList || seeds.length === 0
        ? members(cluster.databases, ':33061')
        : [reference(seeds.join(','), 'every member of the group')];
    }
    case 'bind_address':
      return [...own, { label: '0.0.0.0', kind: 'value', detail: 'all IPv4 addresses' }];
    case 'wsrep_node_address':
    case 'wsrep_node_incoming_address':
    case 'report_host':
      return own;
    case 'group_replication_local_address':
      return [...host.addresses].map((address) => reference(`${address}:33061`, `address of ${host.name}`));
    case 'wsrep_node_name':
      return [reference(host.name, 'this host')];
    case 'report_port':
      return [reference(String(listening(host)?.ports[0] ?? 3306), 'the port of this host')];
    case 'wsrep_sst_method':
      return ['rsync', host.target.product === 'mysql' ? 'xtrabackup-v2' : 'mariabackup'].map((label) => ({
        label,
        kind: 'value',
      }));
    default:
      return [];
  }
}

function members(hosts: readonly Host[], port = ''): Completion[] {
  return hosts.flatMap((each) => [...each.addresses].map((address) => reference(address + port, `host ${each.name}`)));
}

/** The lowest number above all that other hosts have. */
function freeNumber(others: readonly Host[], name: string): number {
  const used = others.map((other) => Number(other.options.value(name) ?? 0)).filter(Number.isSafeInteger);
  return Math.max(0, ...used) + 1;
}

/** What the other hosts of the cluster have, with their names, where hosts are meant to be alike. */
function fromOthers(name: string, owner: Pick<Owner, 'host' | 'cluster'> | undefined): Completion[] {
  if (!owner || ownOptions.test(name)) return [];
  const hosts = new Map<string, string[]>();
  for (const other of owner.cluster.databases) {
    const value = other === owner.host ? undefined : other.options.value(name);
    if (value === undefined || value === '' || value.length > 200) continue;
    const some = hosts.get(value);
    if (some) some.push(other.name);
    else hosts.set(value, [other.name]);
  }
  return [...hosts].map(([value, names]) => reference(value, `as on ${names.slice(0, 3).join(', ')}`));
}

const commonSizes = ['1M', '16M', '64M', '128M', '256M', '512M', '1G', '2G', '4G', '8G', '16G'];

/** What the option takes by itself. */
export function fromCatalog(fact: OptionFact): Completion[] {
  const { type, unit, min, max } = fact;
  const standard = fact.default;
  const propose = (label: string, detail?: string): Completion => ({
    label,
    kind: 'value',
    ...(label === standard ? { detail: 'default' } : detail !== undefined && { detail }),
  });
  if (type === 'boolean') return ['ON', 'OFF'].map((word) => propose(word));
  if (type === 'flagset') return (fact.values ?? []).flatMap((flag) => [propose(`${flag}=on`), propose(`${flag}=off`)]);
  if (fact.values) return fact.values.map((value) => propose(value));
  if (type !== 'integer') return standard === undefined || standard === '' ? [] : [propose(standard)];
  const number = standard === undefined ? undefined : readInteger(standard);
  const written = number === undefined || unit !== 'bytes' ? standard : writeInteger(number);
  const found = written === undefined ? [] : [{ ...propose(written), detail: 'default' }];
  if (unit === 'bytes')
    return [...found, ...commonSizes.filter((size) => isWithin(size, min, max)).map((size) => propose(size))];
  const limits: (readonly [string | undefined, string])[] = [
    [min, 'smallest'],
    [max, 'largest'],
  ];
  return [
    ...found,
    ...limits.flatMap(([limit, detail]) =>
      limit === undefined || limit === written || limit.length > longestLimit ? [] : [propose(limit, detail)],
    ),
  ];
}

/** Digits of a limit that anybody would choose. */
const longestLimit = 7;

function isWithin(size: string, min: string | undefined, max: string | undefined): boolean {
  const bytes = readInteger(size) ?? 0n;
  return (min === undefined || bytes >= BigInt(min)) && (max === undefined || bytes <= BigInt(max));
}

function distinct(items: readonly Completion[]): Completion[] {
  return [...new Map(items.map((item) => [item.label, item] as const).reverse()).values()].reverse();
}
