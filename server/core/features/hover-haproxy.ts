import type { HaproxyCatalog, HaproxySection } from '../catalog/haproxy';
import type { Model } from '../model/model';
import { serversIn } from '../model/cluster-text';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { Span } from '../syntax/tree';
import type { Hover } from './answers';
import { ownersOf } from './owner';
import { isAt, type Place } from './place';

/** A keyword with its signature, or the database host that a server line means. */
export function hoverHaproxy(place: Place<HaproxyLine>, model: Model, catalog: HaproxyCatalog): Hover | undefined {
  const { block, index, line } = place;
  const section = haproxySection(block);
  if (!section || line.kind !== 'statement') return undefined;
  return (
    hoverServer(place, model) ??
    hoverKeyword(place, section.keyword as HaproxySection, model, catalog, {
      block: block,
      line: index,
      start: 0,
      end: 0,
    })
  );
}

function hoverServer(place: Place<HaproxyLine>, model: Model): Hover | undefined {
  const server = serversIn(place.block).find((each) => each.line === place.index);
  if (!server || !(isAt(server.addressSpan, place.character) || isAt(server.nameSpan, place.character)))
    return undefined;
  const [owner] = ownersOf(model, place.document.path);
  const host = owner?.cluster.hostAt(server.address);
  const text = host
    ? `Host **${host.name}** of cluster ${owner?.cluster.name ?? ''}.`
    : `No host of cluster ${owner?.cluster.name ?? '?'} is known by the address ${server.address}.`;
  const addresses = host ? [...host.addresses].join(', ') : '';
  return { span: server.addressSpan, markdown: addresses ? `${text}\n\nAddresses: ${addresses}` : text };
}

function hoverKeyword(
  place: Place<HaproxyLine>,
  section: HaproxySection,
  model: Model,
  catalog: HaproxyCatalog,
  at: Span,
): Hover | undefined {
  const words = place.line.kind === 'statement' ? place.line.words : [];
  const [owner] = ownersOf(model, place.document.path);
  const { fact, length } = catalog.keyword(
    words.map((word) => word.text),
    section,
    owner?.host.haproxyRelease,
  );
  const first = words[0];
  const last = words[Math.max(0, length - 1)];
  if (!fact || !first || !last || place.character < first.start || place.character > last.end) return undefined;
  const parts = [
    `**${fact.name}**`,
    ...(fact.signature ? ['```haproxy\n' + fact.signature + '\n```'] : []),
    ...(fact.note ? [fact.note] : []),
    `In ${fact.sections.join(', ')}.`,
    `[Manual](${fact.link})`,
  ];
  return { span: { ...at, start: first.start, end: last.end }, markdown: parts.join('\n\n') };
}
