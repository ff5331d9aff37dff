import type { HaproxyCatalog, HaproxySection } from '../catalog/haproxy';
import type { Model } from '../model/model';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { Span } from '../syntax/tree';
import type { Completion } from './answers';
import { type Owner, ownersOf } from './owner';
import type { Place } from './place';

/** Keywords of the section, then what the keyword's arguments may be: backends, algorithms, database hosts, options. */
export function completeHaproxy(place: Place<HaproxyLine>, model: Model, catalog: HaproxyCatalog): Completion[] {
  const before = place.line.text.slice(0, place.character);
  if (before.includes('#')) return [];
  const section = haproxySection(place.block);
  const [owner] = ownersOf(model, place.document.path);
  const release = owner?.host.haproxyRelease;
  const words = before.trimStart().split(/[ \t]+/);
  const current = words.at(-1) ?? '';
  const span: Span = {
    block: place.block,
    line: place.index,
    start: before.length - current.length,
    end: place.character,
  };
  const [first, second] = words;
  if (words.length > 1) {
    const found = argumentsOf(first as string, words, place, owner, catalog, release, span);
    if (found) return found;
  }
  if (!section || place.index === 0 || words.length > 2)
    return section && place.index > 0 ? [] : sections(catalog, release, span);
  const prefix = words.length === 2 ? `${first} ` : '';
  const whole = { ...span, start: before.length - before.trimStart().length };
  const keywords = catalog
    .keywords(section.keyword as HaproxySection, release)
    .filter((fact) => fact.name.startsWith(prefix + (second ?? '')) || words.length === 1);
  return [
    ...keywords.map((fact): Completion => ({
      label: fact.name,
      kind: 'name',
      ...(fact.signature && { detail: fact.signature }),
      ...(fact.note && { documentation: fact.note }),
      insert: fact.name,
      span: whole,
    })),
    ...(words.length === 1 ? sections(catalog, release, span) : []),
  ];
}

function sections(catalog: HaproxyCatalog, release: string | undefined, span: Span): Completion[] {
  return catalog.sections(release).map((name) => ({ label: name, kind: 'section', insert: name, span }));
}

function argumentsOf(
  keyword: string,
  words: readonly string[],
  place: Place<HaproxyLine>,
  owner: Owner | undefined,
  catalog: HaproxyCatalog,
  release: string | undefined,
  span: Span,
): Completion[] | undefined {
  const list = (labels: readonly string[], kind: Completion['kind'], detail?: string): Completion[] =>
    labels.map((label) => ({ label, kind, insert: label, span, ...(detail && { detail }) }));
  if ((keyword === 'default_backend' || keyword === 'use_backend') && words.length === 2)
    return list(backends(place), 'reference', 'backend');
  if (keyword === 'balance' && words.length === 2) return list(catalog.balanceAlgorithms(release), 'value');
  if (keyword === 'mode' && words.length === 2) return list(['tcp', 'http'], 'value');
  if (keyword === 'server' && words.length === 2)
    return list(owner?.cluster.databases.map((host) => host.name) ?? [], 'reference', 'database host');
  if (keyword === 'server' && words.length === 3) return servers(words[1] as string, owner, span);
  if (keyword === 'server' || keyword === 'default-server')
    return list(catalog.serverOptions(release), 'name', 'server option');
  if (keyword === 'bind' && words.length > 2) return list(catalog.bindOptions(release), 'name', 'bind option');
  return undefined;
}

/** Addresses of the cluster's database hosts with their ports, the host of the server's own name first. */
function servers(name: string, owner: Owner | undefined, span: Span): Completion[] {
  const hosts = [...(owner?.cluster.databases ?? [])].sort(
    (a, b) => Number(b.names.has(name)) - Number(a.names.has(name)),
  );
  return hosts.flatMap((host) =>
    [...host.addresses].map((address): Completion => {
      const text = `${address}:${host.options.value('port') ?? '3306'}`;
      return { label: text, kind: 'reference', detail: `host ${host.name}`, insert: text, span };
    }),
  );
}

function backends(place: Place<HaproxyLine>): string[] {
  return place.document.blocks.flatMap((block) => {
    const section = haproxySection(block);
    return section?.name !== undefined && (section.keyword === 'backend' || section.keyword === 'listen')
      ? [section.name]
      : [];
  });
}
