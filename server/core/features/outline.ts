import type { Cluster } from '../model/cluster';
import { serversIn } from '../model/cluster-text';
import type { Host } from '../model/host';
import { readsGroup } from '../model/includes';
import type { Model } from '../model/model';
import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import { type Block, type Document, lineSpan, perBlock, type Span } from '../syntax/tree';
import { keepalivedItems } from './outline-keepalived';
import { pacemakerItems } from './outline-pacemaker';
import { ownersOf } from './owner';

/** One entry of a file's outline. `whole` ends at the last line of `last`. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'section' | 'option';
  readonly span: Span;
  readonly last: Span;
  readonly children: readonly OutlineItem[];
}

/** Sections of a file with what they set, and with the roles of the hosts they are about. */
export function outline(document: Document, model: Model): OutlineItem[] {
  const [owner] = ownersOf(model, document.path);
  const told: Told = {
    reader: owner ? wordsOf(owner.host) : '',
    of: (name) => {
      const host = name === undefined ? undefined : owner?.cluster.hostAt(name);
      return host ? wordsOf(host) : '';
    },
  };
  switch (document.language) {
    case 'mycnf':
      return document.blocks.flatMap((block) => groupItem(block as unknown as Block<MyCnfLine>, told));
    case 'corosync':
      return document.blocks.flatMap((block) =>
        corosyncSections(block as unknown as Block<CorosyncLine>).map((section) => sectionItem(block, section, told)),
      );
    case 'haproxy':
      return document.blocks.flatMap((block) =>
        proxyItems(block as unknown as Block<HaproxyLine>, owner?.cluster, told),
      );
    case 'crm':
    case 'cib':
      return pacemakerItems(document, told.of);
    case 'keepalived':
      return keepalivedItems(document as unknown as Document<KeepalivedLine>, told.of);
    case 'plain':
      return [];
  }
}

/** Hosts with their roles in words. */
interface Told {
  /** The host whose file it is. */
  readonly reader: string;
  /** The host an address or a name belongs to; empty for a stranger. */
  readonly of: (name: string | undefined) => string;
}

function wordsOf({ name, roles }: Host): string {
  return [name, ...roles].join(', ');
}

function groupItem(block: Block<MyCnfLine>, { reader }: Told): OutlineItem[] {
  const group = groupOf(block);
  const children = block.lines.flatMap((line, index): OutlineItem[] => {
    if (line.kind !== 'setting' || line.name === '') return [];
    const span = { block: block as Block, line: index, ...line.nameSlice };
    return [{ name: line.name, detail: line.value ?? '', kind: 'option', span, last: span, children: [] }];
  });
  if (group === undefined) return children;
  return [
    {
      name: `[${group}]`,
      detail: readsGroup(group, {}) ? reader : '',
      kind: 'section',
      span: lineSpan(block, 0),
      last: lastLine(block),
      children,
    },
  ];
}

function sectionItem(block: Block, section: CorosyncSection, told: Told): OutlineItem {
  const pairs = section.pairs.map((pair): OutlineItem => ({
    name: pair.key,
    detail: pair.value,
    kind: 'option',
    span: pair.keySpan,
    last: pair.keySpan,
    children: [],
  }));
  const named = section.pairs.find((pair) => pair.key === 'name' || pair.key === 'ring0_addr')?.value;
  const detail = section.path === 'nodelist.node' ? told.of(named) || (named ?? '') : (named ?? '');
  const children = section.children.map((child) => sectionItem(block, child, told));
  return {
    name: section.name,
    detail,
    kind: 'section',
    span: section.nameSpan,
    last: lineSpan(block, section.lastLine),
    children: [...pairs, ...children],
  };
}

const known = perBlock((): { cluster?: Cluster | undefined; items?: readonly OutlineItem[] } => ({}));

/** The entries of a section, remembered while it and the hosts it may speak of stay as they are. */
function proxyItems(block: Block<HaproxyLine>, cluster: Cluster | undefined, told: Told): readonly OutlineItem[] {
  const last = known(block);
  if (!last.items || last.cluster !== cluster) {
    last.cluster = cluster;
    last.items = proxyItem(block, told);
  }
  return last.items;
}

function proxyItem(block: Block<HaproxyLine>, told: Told): OutlineItem[] {
  const section = haproxySection(block);
  if (!section) return [];
  const hosts = new Map(serversIn(block).map(({ line, address }) => [line, told.of(address)]));
  const children = section.statements.flatMap((statement): OutlineItem[] => {
    const [keyword, name, value] = statement.words;
    if (!keyword || !name || !/^(server|bind|acl|use_backend|default_backend|mode|balance)$/.test(keyword.text))
      return [];
    const span: Span = { block: block, line: statement.line, start: keyword.start, end: name.end };
    return [
      {
        name: `${keyword.text} ${name.text}`,
        detail: [value?.text, hosts.get(statement.line)].filter(Boolean).join(' · '),
        kind: 'option',
        span,
        last: span,
        children: [],
      },
    ];
  });
  const name = section.name === undefined ? section.keyword : `${section.keyword} ${section.name}`;
  return [{ name, detail: '', kind: 'section', span: section.keywordSpan, last: lastLine(block), children }];
}

/** The last line of a block that is not blank, so that folding leaves the gap between sections. */
function lastLine(block: Block): Span {
  let line = block.lines.length - 1;
  while (line > 0 && block.lines[line]?.text.trim() === '') line--;
  return lineSpan(block, line);
}
