import { type Document, rangeOf, type Span } from '../syntax/tree';

/** A line as people call it: `60-galera.cnf:12`; with its folder where both files have the same name. */
export function placeName(span: Span, seenFrom?: Document): string {
  const line = rangeOf(span)?.start.line;
  const { document } = span.block;
  if (document === seenFrom) return line === undefined ? 'another line' : `line ${line + 1}`;
  return `${document.path.slice(document.path.lastIndexOf('/') + 1)}:${line === undefined ? '?' : line + 1}`;
}
