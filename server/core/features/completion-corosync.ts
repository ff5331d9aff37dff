import type { CorosyncCatalog } from '../catalog/corosync';
import type { Model } from '../model/model';
import type { CorosyncLine } from '../syntax/corosync';
import type { Span } from '../syntax/tree';
import type { Completion } from './answers';
import { ownersOf } from './owner';
import type { Place } from './place';
import { corosyncSectionAt } from './place-corosync';

/** Section names at the top, keys that are not set yet inside a section, and values of a key. */
export function completeCorosync(place: Place<CorosyncLine>, model: Model, catalog: CorosyncCatalog): Completion[] {
  const before = place.line.text.slice(0, place.character);
  if (before.trimStart().startsWith('#')) return [];
  const section = corosyncSectionAt(place.block, place.index);
  const path = section?.path ?? '';
  const at = (start: number): Span => ({ block: place.block, line: place.index, start, end: place.line.text.length });
  const colon = before.indexOf(':');
  const indent = before.length - before.trimStart().length;
  if (colon >= 0) return values(path, before.slice(0, colon).trim(), place, model, catalog, at(colon + 1));
  const present = new Set(section?.pairs.filter((pair) => pair.keySpan.line !== place.index).map((pair) => pair.key));
  const keys = catalog.keys(path).filter((fact) => fact.repeatable || !present.has(fact.key));
  const sections = catalog.sections().filter((each) => parentOf(each) === path);
  return [
    ...keys.map((fact): Completion => ({
      label: fact.key,
      kind: 'name',
      detail: `${fact.type}${fact.default === undefined ? '' : ` = ${fact.default}`}`,
      documentation: fact.note,
      insert: `${fact.key}: `,
      span: at(indent),
    })),
    ...sections.map((each): Completion => {
      const name = each.slice(each.lastIndexOf('.') + 1);
      const blanks = ' '.repeat(indent);
      return { label: name, kind: 'section', insert: `${name} {\n${blanks}    \n${blanks}}`, span: at(indent) };
    }),
  ];
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function values(
  path: string,
  key: string,
  place: Place<CorosyncLine>,
  model: Model,
  catalog: CorosyncCatalog,
  behindColon: Span,
): Completion[] {
  const text = place.line.text;
  const start = behindColon.start + (/^\s*/.exec(text.slice(behindColon.start, place.character))?.[0].length ?? 0);
  const gap = start === behindColon.start ? ' ' : '';
  const span = { ...behindColon, start };
  const fact = catalog.key(path, key);
  const words = fact?.values ?? (fact?.type === 'boolean' ? ['yes', 'no'] : []);
  const found = words.map((value): Completion => ({
    label: value,
    kind: 'value',
    insert: gap + value,
    span,
    ...(value === fact?.default && { detail: 'default' }),
  }));
  const [owner] = ownersOf(model, place.document.path);
  if (!/^(ring\d_addr|name)$/.test(key) || !owner) return found;
  const hosts = owner.cluster.hosts.flatMap((host) =>
    (key === 'name' ? [host.name] : [...host.addresses]).map((value): Completion => ({
      label: value,
      kind: 'reference',
      detail: `host ${host.name}`,
      insert: gap + value,
      span,
    })),
  );
  return [...found, ...hosts];
}
