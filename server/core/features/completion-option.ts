import type { OptionCatalog, OptionFact, Target } from '../catalog/options';
import { readsGroup } from '../model/includes';
import type { Model } from '../model/model';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Span } from '../syntax/tree';
import type { Completion } from './answers';
import { describe } from './hover-option';
import { optionFact } from './option-fact';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';

/** Groups in which server options make sense, with what reads them. */
const serverGroups: readonly (readonly [string, string])[] = [
  ['mysqld', 'MySQL and MariaDB servers'],
  ['mariadb', 'MariaDB servers'],
  ['galera', 'MariaDB servers, Galera settings'],
  ['server', 'all servers'],
  ['client', 'all clients'],
  ['mysqld_safe', 'the start script'],
];

/** Group names, option names that are not set yet in this group, and values of the option at hand. */
export function completeOption(place: Place<MyCnfLine>, model: Model, catalog: OptionCatalog): Completion[] {
  const [owner] = ownersOf(model, place.document.path);
  const target = owner?.host.target ?? {};
  const before = place.line.text.slice(0, place.character);
  const at = (start: number, end: number): Span => ({ block: place.block, line: place.index, start, end });
  if (/^\s*\[[^\]]*$/.test(before)) {
    const start = before.indexOf('[') + 1;
    const closed = place.line.text.includes(']');
    const span = at(start, closed ? place.line.text.indexOf(']') : place.line.text.length);
    return serverGroups.map(([group, detail]) => ({
      label: group,
      kind: 'section',
      detail,
      insert: closed ? group : group + ']',
      span,
    }));
  }
  const equals = before.indexOf('=');
  if (/^\s*[#;!]/.test(before)) return [];
  if (equals < 0) return names(place, target, catalog, at(before.length - before.trimStart().length, nameEnd(place)));
  const { name } = catalog.resolve(before.slice(0, equals).trim(), target);
  const start = equals + 1 + (/^\s*/.exec(before.slice(equals + 1))?.[0].length ?? 0);
  const known = optionFact(catalog, name, target);
  const span = at(
    start,
    place.line.kind === 'setting' && place.line.valueSlice ? Math.max(place.line.valueSlice.end, start) : start,
  );
  return [...fromCluster(name, owner, span), ...(known ? values(known.fact, span) : [])];
}

function nameEnd(place: Place<MyCnfLine>): number {
  return place.line.kind === 'setting' ? place.line.nameSlice.end : place.line.text.length;
}

function names(place: Place<MyCnfLine>, target: Target, catalog: OptionCatalog, span: Span): Completion[] {
  const group = groupOf(place.block);
  if (group !== undefined && !readsGroup(group, target)) return [];
  const present = new Set(
    place.block.lines.flatMap((line) =>
      line.kind === 'setting' && line !== place.line ? catalog.resolve(line.name, target).name : [],
    ),
  );
  const hasValue = place.line.kind === 'setting' && place.line.valueSlice !== undefined;
  return catalog.names(target).flatMap((name): Completion[] => {
    const known = optionFact(catalog, name, target);
    if (!known || known.fact.noop || (present.has(name) && !known.fact.repeatable)) return [];
    const detail = `${known.fact.type}${known.fact.default === undefined ? '' : ` = ${known.fact.default}`}`;
    const insert = hasValue || known.fact.argument === 'none' ? name : `${name} = `;
    return [{ label: name, kind: 'name', detail, documentation: describe(known.fact).join('\n\n'), insert, span }];
  });
}

function values(fact: OptionFact, span: Span): Completion[] {
  const words = fact.type === 'boolean' ? ['ON', 'OFF'] : (fact.values ?? []);
  return words.map((value) => ({
    label: value,
    kind: 'value',
    insert: value,
    span,
    ...(value === fact.default && { detail: 'default' }),
  }));
}

/** Values only the cluster knows: the next free id, the addresses of the other nodes. */
function fromCluster(name: string, owner: Owner | undefined, span: Span): Completion[] {
  if (!owner) return [];
  const { cluster, host } = owner;
  const propose = (value: string, detail: string): Completion => ({
    label: value,
    kind: 'reference',
    detail,
    insert: value,
    span,
  });
  const others = cluster.databases.filter((other) => other !== host);
  const addresses = cluster.databases.flatMap((each) => [...each.addresses].slice(0, 1));
  switch (name) {
    case 'server_id': {
      const used = others.map((other) => Number(other.options.value('server_id') ?? 0)).filter(Number.isSafeInteger);
      return [propose(String(Math.max(0, ...used) + 1), 'next free id of the cluster')];
    }
    case 'wsrep_cluster_address':
      return addresses.length > 0 ? [propose(`gcomm://${addresses.join(',')}`, 'every node of the cluster')] : [];
    case 'wsrep_cluster_name':
    case 'wsrep_sst_method':
      return [...new Set(others.flatMap((other) => other.options.value(name) ?? []))].map((value) =>
        propose(value, 'as on the other nodes'),
      );
    case 'wsrep_node_address':
    case 'bind_address':
    case 'report_host':
      return [...host.addresses].map((address) => propose(address, `address of ${host.name}`));
    case 'wsrep_node_name':
      return [propose(host.name, 'this host')];
    default:
      return [];
  }
}
