import type { HaproxyCatalog, HaproxySection, KeywordFact, OptionAnswer } from '../catalog/haproxy';
import type { Model } from '../model/model';
import { haproxySection, type HaproxyLine, type HaproxyStatement } from '../syntax/haproxy';
import type { Hover } from './answers';
import { ownersOf } from './owner';
import { isAt, type Place } from './place';

/** A keyword with its signature, or an option of a server or bind line. */
export function hoverHaproxy(place: Place<HaproxyLine>, model: Model, catalog: HaproxyCatalog): Hover | undefined {
  const section = haproxySection(place.block);
  const statement = section?.statements.find(({ line }) => line === place.index);
  if (!section || !statement || place.line.kind !== 'statement') return undefined;
  const release = ownersOf(model, place.document.path)[0]?.host.haproxyRelease;
  return (
    hoverKeyword(place, section.keyword as HaproxySection, catalog, release) ??
    hoverOption(place, statement, catalog, release)
  );
}

function hoverKeyword(
  { block, index, line, character }: Place<HaproxyLine>,
  section: HaproxySection,
  catalog: HaproxyCatalog,
  release: string | undefined,
): Hover | undefined {
  const words = line.kind === 'statement' ? line.words : [];
  const { fact, length } = catalog.keyword(
    words.map((word) => word.text),
    section,
    release,
  );
  const first = words[0];
  const last = words[Math.max(0, length - 1)];
  if (!fact || !first || !last || character < first.start || character > last.end) return undefined;
  return {
    span: { block, line: index, start: first.start, end: last.end },
    markdown: describeKeyword(fact).join('\n\n'),
  };
}

function hoverOption(
  { block, index, character }: Place<HaproxyLine>,
  { words }: HaproxyStatement,
  catalog: HaproxyCatalog,
  release: string | undefined,
): Hover | undefined {
  const keyword = words[0]?.text ?? '';
  const isBind = keyword === 'bind';
  const first = keyword === 'server' ? 3 : isBind ? 2 : keyword === 'default-server' ? 1 : undefined;
  const word = first === undefined ? undefined : words.slice(first).find((each) => isAt(each, character));
  if (!word) return undefined;
  const answer = isBind ? catalog.bindOption(word.text, release) : catalog.serverOption(word.text, release);
  const said = describeHaproxyOption(answer);
  if (said === undefined) return undefined;
  return {
    span: { block, line: index, start: word.start, end: word.end },
    markdown: `**${word.text}** (${keyword})\n\n${said}`,
  };
}

/** What the catalogue knows of a keyword. */
export function describeKeyword(fact: KeywordFact): string[] {
  return [
    `**${fact.name}**`,
    ...(fact.signature ? ['```haproxy\n' + fact.signature + '\n```'] : []),
    ...(fact.note ? [fact.note] : []),
    ...(fact.argument === 'time' ? ['A time; a number without a unit counts milliseconds.'] : []),
    ...(fact.deprecated !== undefined
      ? [`Deprecated since ${fact.deprecated}${fact.replacement ? `; use \`${fact.replacement}\`` : ''}.`]
      : []),
    `In ${fact.sections.join(', ')}${fact.since === undefined ? '' : `, since ${fact.since}`}.`,
    `[Manual](${fact.link})`,
  ];
}

/** What the catalogue knows of an option of a server or bind line; undefined for an unknown one. */
export function describeHaproxyOption({ known, signature, note, since, serverOnly }: OptionAnswer): string | undefined {
  if (!known) return undefined;
  const parts = [
    ...(signature === undefined ? [] : ['```haproxy\n' + signature + '\n```']),
    ...(note === undefined ? [] : [note]),
    ...(since === undefined ? [] : [`Since ${since}.`]),
    ...(serverOnly ? ['Not on default-server lines.'] : []),
  ];
  return parts.length === 0 ? 'Takes no argument.' : parts.join('\n\n');
}
