import { getLocation } from 'jsonc-parser';
import type { Document, Span } from '../syntax/tree';
import type { Position } from '../text/lines';
import { SourceText } from './source-text';

/** A place in the JSON of quorate.json, which may be in the middle of being written. */
export interface ManifestPlace {
  /** Keys and numbers from the root: `clusters`, 0, `hosts`, 2, `name`. */
  readonly path: readonly (string | number)[];
  /** Whether a key is written here, not a value. */
  readonly isKey: boolean;
  /** The text between the quotes at hand, empty where there are none. */
  readonly span: Span;
  readonly isQuoted: boolean;
  /** What of it stands before the cursor. */
  readonly typed: string;
}

/** The place at a position; undefined beyond the end of the text. */
export function manifestPlaceAt(document: Document, position: Position): ManifestPlace | undefined {
  const source = new SourceText(document);
  const found = document.blockAt(position.line);
  const text = found?.block.lines[found.line]?.text;
  if (!found || text === undefined) return undefined;
  const { path, isAtPropertyKey } = getLocation(source.text, source.offset(position));
  const character = Math.min(position.character, text.length);
  const before = text.slice(0, character);
  // An odd number of quotes before the cursor means that it stands between two; escaped ones are in nobody's name.
  const isQuoted = (before.match(/"/g)?.length ?? 0) % 2 === 1;
  const start = isQuoted ? before.lastIndexOf('"') + 1 : character;
  const closing = text.indexOf('"', character);
  const end = isQuoted && closing >= 0 ? closing : character;
  return {
    path,
    isKey: isAtPropertyKey,
    span: { block: found.block, line: found.line, start, end },
    isQuoted,
    typed: text.slice(start, character),
  };
}
