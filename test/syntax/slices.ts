import assert from 'node:assert/strict';
import type { Slice } from '../../server/core/syntax/tree';

/** Where `part` stands in `text`; it must stand there once, so that the slice is exact. */
export function sliceOf(text: string, part: string): Slice {
  const start = text.indexOf(part);
  assert.ok(start >= 0 && text.indexOf(part, start + 1) < 0, `${part} stands once in ${text}`);
  return { start, end: start + part.length };
}
