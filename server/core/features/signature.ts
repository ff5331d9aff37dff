import type { Catalogs } from '../catalog/catalogs';
import type { HaproxySection } from '../catalog/haproxy';
import type { Model } from '../model/model';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { KeepalivedLine } from '../syntax/keepalived';
import type { Document } from '../syntax/tree';
import type { Position } from '../text/lines';
import { describeKeyword } from './hover-haproxy';
import { ownersOf } from './owner';
import { placeAt } from './place';
import { sqlPlaceAt } from './place-sql';
import { parametersOf } from './signature-parameters';
import { signatureOfKeepalived } from './signature-keepalived';
import { signatureOfSql } from './signature-sql';

/** How a keyword is written, with the part the cursor is in. */
export interface Signature {
  /** One or several forms of the whole line. */
  readonly forms: readonly { readonly label: string; readonly parameters: readonly (readonly [number, number])[] }[];
  /** Which of the parameters is being written, counted from 0; the last one repeats. */
  readonly active: number;
  /** Markdown. */
  readonly documentation: string;
}

/**
 * The grammar of the keyword of haproxy.cfg or keepalived.conf before the cursor, or that of the SQL statement;
 * undefined before the first blank.
 */
export function signatureAt(
  document: Document,
  position: Position,
  model: Model,
  { haproxy: catalog, keepalived, sql }: Catalogs,
): Signature | undefined {
  if (document.language === 'plain') {
    const place = sqlPlaceAt(document, position, model);
    return place && signatureOfSql(place, sql);
  }
  if (document.language === 'keepalived') {
    const place = placeAt(document as unknown as Document<KeepalivedLine>, position);
    return place && signatureOfKeepalived(place, keepalived);
  }
  if (document.language !== 'haproxy') return undefined;
  const place = placeAt(document as unknown as Document<HaproxyLine>, position);
  const section = place && haproxySection(place.block);
  if (!place || !section || place.line.kind !== 'statement') return undefined;
  const { words, commentSlice } = place.line;
  if (commentSlice && place.character > commentSlice.start) return undefined;
  const release = ownersOf(model, document.path)[0]?.host.haproxyRelease;
  const { fact, length, status } = catalog.keyword(
    words.slice(0, 4).map(({ text }) => text),
    section.keyword as HaproxySection,
    release,
  );
  const behind = words[length - 1];
  if (!fact?.signature || !behind || status !== 'known' || place.character <= behind.end) return undefined;
  const active = words.slice(length).filter(({ end }) => end < place.character).length;
  const forms = fact.signature.split('\n').map((label) => ({ label, parameters: parametersOf(label, fact.name) }));
  const documentation = describeKeyword({ ...fact, signature: '' })
    .slice(1)
    .join('\n\n');
  return { forms, active, documentation };
}
