import type { Catalogs } from '../catalog/catalogs';
import type { HaproxyCatalog, HaproxySection } from '../catalog/haproxy';
import type { Model } from '../model/model';
import { listening } from '../model/listening';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { Span } from '../syntax/tree';
import type { Completion, Completions, Topic } from './answers';
import { proxyBlocks, serverBlock } from './completion-blocks';
import { snippetsAt } from './completion-snippets';
import type { MentionKind } from './mentions/mention';
import { mentionsIn } from './mentions/mentions';
import { narrowed } from './narrowing';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';

/** Keywords of the section, then what the keyword's arguments may be: names, algorithms, actions, hosts, options. */
export function completeHaproxy(
  place: Place<HaproxyLine>,
  model: Model,
  { haproxy: catalog, snippets }: Catalogs,
): Completions | undefined {
  const before = place.line.text.slice(0, place.character);
  if (before.includes('#')) return undefined;
  const section = haproxySection(place.block);
  const [owner] = ownersOf(model, place.document.path);
  const words = before.trimStart().split(/[ \t]+/);
  const current = words.at(-1) ?? '';
  const at = (start: number): Span => ({ block: place.block, line: place.index, start, end: place.character });
  const given = words.length > 1 ? argumentsOf(words, place, owner, catalog) : undefined;
  if (given) {
    const found = narrowed(given.items, current);
    return { span: at(before.length - current.length), ...found, ...(given.topic && { topic: given.topic }) };
  }
  if (words.length > 2) return undefined;
  const release = owner?.host.haproxyRelease;
  const whole = before.trimStart();
  const span = at(before.length - whole.length);
  const isInside = section !== undefined && place.index > 0;
  const keywords = isInside ? catalog.keywords(section.keyword as HaproxySection, release) : [];
  const isPool = isInside && /^(backend|listen)$/.test(section.keyword);
  const items = [
    ...keywords.map((fact): Completion => ({
      label: fact.name,
      kind: 'name',
      ...(fact.signature && { detail: shortly(fact.signature) }),
    })),
    ...(words.length === 1
      ? [
          ...sections(catalog, release),
          ...proxyBlocks(owner),
          ...(isPool ? serverBlock(owner) : []),
          ...snippetsAt(snippets.haproxy, (within) => isInside && within === section.keyword),
        ]
      : []),
  ];
  const topic: Topic = { of: 'keyword', ...(section && { section: section.keyword }) };
  return { span, ...narrowed(items, whole), topic };
}

function shortly(signature: string): string {
  const [first = ''] = signature.split('\n');
  return first.length > 60 ? `${first.slice(0, 59)}…` : first;
}

function sections(catalog: HaproxyCatalog, release: string | undefined): Completion[] {
  return catalog.sections(release).map((name) => ({ label: name, kind: 'section' }));
}

interface Given {
  readonly items: readonly Completion[];
  readonly topic?: Topic;
}

/** What may stand where the cursor is, behind a keyword; undefined where that is no list. */
function argumentsOf(
  words: readonly string[],
  place: Place<HaproxyLine>,
  owner: Owner | undefined,
  catalog: HaproxyCatalog,
): Given | undefined {
  const [keyword = '', second = ''] = words;
  const before = words.at(-2) ?? '';
  const release = owner?.host.haproxyRelease;
  const list = (labels: readonly string[], kind: Completion['kind'], detail?: string): Given => ({
    items: labels.map((label) => ({ label, kind, ...(detail && { detail }) })),
  });
  const named = (kind: MentionKind, detail: string): Given => list(namesOf(kind, place, owner), 'reference', detail);
  if (/^(if|unless|or|\|\||!)$/.test(before) || isInCondition(words)) {
    return list(ownAcls(place), 'reference', 'ACL');
  }
  if (words.length === 2) {
    switch (keyword) {
      case 'default_backend':
      case 'use_backend':
        return named('backend', 'backend');
      case 'balance':
        return list(catalog.balanceAlgorithms(release), 'value');
      case 'mode':
        return list(['tcp', 'http'], 'value');
      case 'log':
        return list(['global', '/dev/log'], 'value');
      case 'use-server':
        return list(ownServers(place), 'reference', 'server');
      case 'server':
        return {
          items: (owner?.cluster.databases ?? []).map(({ name }) => ({
            label: name,
            kind: 'reference',
            detail: 'database host',
            isFirst: true,
          })),
        };
      case 'http-request':
      case 'http-response':
      case 'http-after-response':
        return list(catalog.actions(keyword, release), 'value', 'action');
    }
  }
  if (words.length === 3 && /^tcp-(request|response)$/.test(keyword) && /^(content|connection|session)$/.test(second))
    return list(catalog.actions(`${keyword} ${second}`, release), 'value', 'action');
  const references: Readonly<Record<string, MentionKind>> = {
    from: 'defaults',
    resolvers: 'resolvers',
    peers: 'peers',
    mailers: 'mailers',
    table: 'backend',
    'cache-use': 'cache',
    'cache-store': 'cache',
  };
  const kind = references[before];
  if (kind && words.length > 2) return named(kind, kind);
  if (keyword === 'server' && words.length === 3) return { items: addresses(second, owner) };
  if (keyword === 'server' || keyword === 'default-server' || keyword === 'server-template') {
    const options = catalog.serverOptions(release).filter((option) => !words.slice(2, -1).includes(option));
    return { ...list(options, 'name'), topic: { of: 'server-option' } };
  }
  if (keyword === 'bind' && words.length > 2) {
    const options = catalog.bindOptions(release).filter((option) => !words.slice(2, -1).includes(option));
    return { ...list(options, 'name'), topic: { of: 'bind-option' } };
  }
  return undefined;
}

/** Whether the words so far end inside a condition, outside of braces. */
function isInCondition(words: readonly string[]): boolean {
  const start = words.findIndex((word, index) => index > 0 && /^(if|unless)$/.test(word));
  if (start < 0 || start === words.length - 1) return false;
  const behind = words.slice(start + 1, -1);
  return behind.lastIndexOf('{') <= behind.lastIndexOf('}');
}

/** Names of a kind that the host's files define, without repetition. */
function namesOf(kind: MentionKind, place: Place<HaproxyLine>, owner: Owner | undefined): string[] {
  const documents = owner?.host.haproxy ?? [place.document];
  const found = documents.flatMap((document) =>
    document.blocks.flatMap((block) =>
      mentionsIn(block).filter((mention) => mention.kind === kind && mention.isDefinition && mention.span.line === 0),
    ),
  );
  return [...new Set(found.map(({ name }) => name))];
}

function ownAcls(place: Place<HaproxyLine>): string[] {
  const defined = mentionsIn(place.block).filter(({ kind, isDefinition }) => kind === 'acl' && isDefinition);
  return [...new Set(defined.map(({ name }) => name))];
}

function ownServers(place: Place<HaproxyLine>): string[] {
  const defined = mentionsIn(place.block).filter(({ kind, isDefinition }) => kind === 'server' && isDefinition);
  return [...new Set(defined.map(({ name }) => name))];
}

/** Addresses of the cluster's database hosts with their ports, the host of the server's own name first. */
function addresses(name: string, owner: Owner | undefined): Completion[] {
  const hosts = [...(owner?.cluster.databases ?? [])];
  return hosts.flatMap((host) =>
    [...host.addresses].map((address): Completion => ({
      label: `${address}:${listening(host)?.ports[0] ?? 3306}`,
      kind: 'reference',
      detail: `host ${host.name}`,
      ...(host.names.has(name.toLowerCase()) && { isFirst: true }),
    })),
  );
}
