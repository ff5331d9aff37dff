import type { Catalogs } from '../catalog/catalogs';
import type { OptionCatalog, OptionFact, Target } from '../catalog/options';
import { readsGroup } from '../model/includes';
import type { Model } from '../model/model';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { optionBlocks } from './completion-blocks';
import { completeOptionValue } from './completion-option-value';
import { snippetsAt } from './completion-snippets';
import { narrowed } from './narrowing';
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

/** Options a cluster cannot do without, offered before anything is typed. */
const usual =
  'server_id log_bin binlog_format gtid_mode enforce_gtid_consistency gtid_domain_id gtid_strict_mode log_slave_updates log_replica_updates read_only super_read_only relay_log report_host bind_address port sync_binlog innodb_flush_log_at_trx_commit auto_increment_increment auto_increment_offset wsrep_on wsrep_provider wsrep_cluster_name wsrep_cluster_address wsrep_node_name wsrep_node_address wsrep_sst_method innodb_buffer_pool_size max_connections'.split(
    ' ',
  );

/** Group names, option names that are not set yet in this group, and values of the option at hand. */
export function completeOption(
  place: Place<MyCnfLine>,
  model: Model,
  { options: catalog, snippets }: Catalogs,
): Completions | undefined {
  const [owner] = ownersOf(model, place.document.path);
  const target = owner?.host.target ?? {};
  const before = place.line.text.slice(0, place.character);
  const at = (start: number, end: number): Span => ({ block: place.block, line: place.index, start, end });
  if (/^\s*\[[^\]]*$/.test(before)) return groups(place, before, target, at);
  if (/^\s*[#;!]/.test(before)) return undefined;
  const equals = before.indexOf('=');
  if (equals >= 0) return completeOptionValue(place, equals, owner, catalog);
  const start = before.length - before.trimStart().length;
  const end = place.line.kind === 'setting' ? place.line.nameSlice.end : place.line.text.length;
  const span = at(start, Math.max(end, start));
  const found = narrowed(
    [
      ...names(place, before.slice(start), owner, catalog),
      ...optionBlocks(place, owner),
      ...snippetsAt(snippets.mycnf, (group) => group === 'server' && isInServerGroup(place, target)),
    ],
    before.slice(start),
  );
  return { span, ...found, topic: { of: 'option' } };
}

function groups(
  place: Place<MyCnfLine>,
  before: string,
  { series, product }: Target,
  at: (start: number, end: number) => Span,
): Completions {
  const start = before.indexOf('[') + 1;
  const { text } = place.line;
  const closed = text.includes(']');
  const own = series === undefined ? [] : [`${product === 'mariadb' ? 'mariadb' : 'mysqld'}-${series}`];
  const items = [...serverGroups, ...own.map((group) => [group, 'only this release'] as const)].map(
    ([group, detail]): Completion => ({ label: group, kind: 'section', detail, insert: closed ? group : group + ']' }),
  );
  return { span: at(start, closed ? text.indexOf(']') : text.length), items, isIncomplete: false };
}

function isInServerGroup({ block }: Place<MyCnfLine>, target: Target): boolean {
  const group = groupOf(block);
  return group !== undefined && readsGroup(group, target);
}

/** Names in the spelling the person uses, dashes or underscores, with the prefix that is typed already. */
function names(place: Place<MyCnfLine>, typed: string, owner: Owner | undefined, catalog: OptionCatalog): Completion[] {
  const target = owner?.host.target ?? {};
  const group = groupOf(place.block);
  if (group !== undefined && !readsGroup(group, target)) return [];
  const { line } = place;
  const present = new Set(
    place.block.lines.flatMap((each) =>
      each.kind === 'setting' && each !== line ? catalog.resolve(each.name, target).name : [],
    ),
  );
  const hasValue = line.kind === 'setting' && line.valueSlice !== undefined;
  const dashes = typed.includes('-') || (!typed.includes('_') && usesDashes(place));
  const [, loose = '', turning = ''] = /^(loose[-_])?((?:skip|disable|enable)[-_])?/i.exec(typed) ?? [];
  const prefix = { loose, turning };
  const elsewhere = setElsewhere(owner);
  return offeredTo(target, catalog).flatMap(({ name, fact, detail: facts }): Completion[] => {
    if (present.has(name) && !fact.repeatable) return [];
    const spelled = dashes ? name.replaceAll('_', '-') : name;
    // `skip_name_resolve` is an option by itself; before any other one `skip` turns it round.
    const own = prefix.loose + spelled;
    const isOwn = prefix.turning === '' || name.startsWith(prefix.turning.replace('-', '_').toLowerCase());
    if (!isOwn && fact.type !== 'boolean') return [];
    const label = isOwn ? own : prefix.loose + prefix.turning + spelled;
    const hosts = elsewhere.get(name);
    const isBare = fact.argument === 'none' || name.startsWith('skip_');
    const insert = hasValue || !isOwn || isBare ? label : `${label} = `;
    const isFirst = hosts !== undefined || usual.includes(name);
    const detail = facts + (hosts ? `; set on ${hosts.slice(0, 3).join(', ')}` : '');
    return [{ label, kind: 'name', detail, ...(insert !== label && { insert }), ...(isFirst && { isFirst }) }];
  });
}

/** An option that a target's server takes and that does something. */
export interface Offered {
  readonly name: string;
  readonly fact: OptionFact;
  readonly detail: string;
}

const known = new WeakMap<OptionCatalog, Map<string, readonly Offered[]>>();

/** Worked out once for a target: there are more than a thousand, and a list is asked for at every letter. */
export function offeredTo(target: Target, catalog: OptionCatalog): readonly Offered[] {
  let byTarget = known.get(catalog);
  if (!byTarget) known.set(catalog, (byTarget = new Map<string, readonly Offered[]>()));
  const key = `${target.product} ${target.series}`;
  let offered = byTarget.get(key);
  if (!offered) {
    offered = catalog.names(target).flatMap((name): Offered[] => {
      const found = optionFact(catalog, name, target);
      return !found || found.fact.noop ? [] : [{ name, fact: found.fact, detail: shortly(found.fact) }];
    });
    byTarget.set(key, offered);
  }
  return offered;
}

/** Type, range and default in a few words. */
export function shortly({ type, min, max, values, default: standard }: OptionFact): string {
  const range =
    type === 'integer' && max !== undefined && max.length < 8
      ? ` ${min ?? 0}–${max}`
      : values && values.length <= 4
        ? `: ${values.join(', ')}`
        : '';
  return `${type}${range}${standard === undefined || standard === '' || standard.length > 24 ? '' : ` = ${standard}`}`;
}

function usesDashes({ document }: Place<MyCnfLine>): boolean {
  let balance = 0;
  for (const block of document.blocks) {
    for (const line of block.lines) {
      if (line.kind !== 'setting') continue;
      if (line.name.includes('-')) balance++;
      if (line.name.includes('_')) balance--;
    }
  }
  return balance > 0;
}

/** Options that other hosts of the cluster set and this one does not, with those hosts. */
function setElsewhere(owner: Owner | undefined): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const host of owner?.cluster.databases ?? []) {
    if (host === owner?.host) continue;
    for (const name of host.options.names) {
      if (owner?.host.options.effective(name)) continue;
      const hosts = found.get(name);
      if (hosts) hosts.push(host.name);
      else found.set(name, [host.name]);
    }
  }
  return found;
}
