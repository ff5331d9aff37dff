import type { Catalogs } from '../catalog/catalogs';
import type { CorosyncCatalog, KeyFact } from '../catalog/corosync';
import { corosyncNodes } from '../model/cluster-text';
import type { Model } from '../model/model';
import type { CorosyncLine } from '../syntax/corosync';
import type { Span } from '../syntax/tree';
import type { Completion, Completions } from './answers';
import { nodeListBlocks } from './completion-blocks';
import { snippetsAt } from './completion-snippets';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';
import { corosyncSectionAt } from './place-corosync';

/** Section names at the top, keys that are not set yet inside a section, and values of a key. */
export function completeCorosync(
  place: Place<CorosyncLine>,
  model: Model,
  { corosync: catalog, snippets }: Catalogs,
): Completions | undefined {
  const before = place.line.text.slice(0, place.character);
  if (before.trimStart().startsWith('#')) return undefined;
  const [owner] = ownersOf(model, place.document.path);
  const section = corosyncSectionAt(place.block, place.index);
  const path = section?.path ?? '';
  const colon = before.indexOf(':');
  if (colon >= 0) return values(path, before.slice(0, colon).trim(), colon, place, owner, catalog);
  const start = before.length - before.trimStart().length;
  const span: Span = { block: place.block, line: place.index, start, end: place.line.text.length };
  const present = new Set(section?.pairs.filter((pair) => pair.keySpan.line !== place.index).map((pair) => pair.key));
  const keys = catalog.keys(path).filter((fact) => fact.repeatable || !present.has(fact.key));
  const sections = catalog.sections().filter((each) => parentOf(each) === path);
  const items = [
    ...keys.map((fact): Completion => ({
      label: fact.key,
      kind: 'name',
      detail: shortly(fact),
      insert: `${fact.key}: `,
      ...(fact.required && { isFirst: true }),
    })),
    ...sections.map((each): Completion => {
      const name = each.slice(each.lastIndexOf('.') + 1);
      return { label: name, kind: 'section', insert: `${name} {\n\t$0\n}` };
    }),
    ...(path === '' ? nodeListBlocks(owner) : []),
    ...snippetsAt(snippets.corosync, (within) => within === path),
  ];
  return { span, items, isIncomplete: false, topic: { of: 'key', section: path } };
}

/** Type, range and default in a few words. */
function shortly({ type, min, max, values: words, default: standard }: KeyFact): string {
  const range =
    max !== undefined && max < 2 ** 31
      ? ` ${min ?? 0}–${max}`
      : words && words.length <= 4
        ? `: ${words.join(', ')}`
        : '';
  return `${type}${range}${standard === undefined ? '' : ` = ${standard}`}`;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function values(
  path: string,
  key: string,
  colon: number,
  place: Place<CorosyncLine>,
  owner: Owner | undefined,
  catalog: CorosyncCatalog,
): Completions {
  const text = place.line.text;
  const start = colon + 1 + (/^\s*/.exec(text.slice(colon + 1, place.character))?.[0].length ?? 0);
  const gap = start === colon + 1 ? ' ' : '';
  const span: Span = { block: place.block, line: place.index, start, end: text.length };
  const fact = catalog.key(path, key);
  const words = fact?.values ?? (fact?.type === 'boolean' ? ['yes', 'no'] : []);
  const standard =
    fact?.default !== undefined && !/\s/.test(fact.default) && !words.includes(fact.default) ? [fact.default] : [];
  const known = [...words, ...standard].map((value): Completion => ({
    label: value,
    kind: 'value',
    ...(value === fact?.default && { detail: 'default' }),
  }));
  const items = [...fromCluster(path, key, place, owner), ...known];
  return {
    span,
    items: items.map((item) => (gap ? { ...item, insert: gap + item.label } : item)),
    isIncomplete: false,
  };
}

/** Names and addresses of the cluster's hosts, and the next free number of a node. */
function fromCluster(path: string, key: string, place: Place<CorosyncLine>, owner: Owner | undefined): Completion[] {
  const propose = (label: string, detail: string): Completion => ({ label, kind: 'reference', detail, isFirst: true });
  if (path === 'nodelist.node' && key === 'nodeid') {
    const own = corosyncSectionAt(place.block, place.index)?.nameSpan;
    const used = corosyncNodes(place.document)
      .filter(({ section }) => section.nameSpan !== own)
      .map(({ nodeid }) => Number(nodeid ?? 0))
      .filter(Number.isSafeInteger);
    return [propose(String(Math.max(0, ...used) + 1), 'next free number')];
  }
  if (!owner) return [];
  if (path === 'nodelist.node' && /^(ring\d_addr|name)$/.test(key)) {
    return owner.cluster.hosts.flatMap((host) =>
      (key === 'name' ? [host.name] : [...host.addresses]).map((value) => propose(value, `host ${host.name}`)),
    );
  }
  return path === 'totem' && key === 'cluster_name' ? [propose(owner.cluster.name, 'this cluster')] : [];
}
