import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plain } from '../../server/core/syntax/plain';
import { Document, rangeOf, type Span } from '../../server/core/syntax/tree';

/** A document of a compose file, a manifest or an inventory. */
export function sourceDocument(path: string, text: string): Document {
  return new Document(`file:///work%20space/${path}`, path, plain, text);
}

/** A span as people read it: line and columns from 1, end exclusive, and the text there. */
export function place(span: Span | undefined): string {
  assert.ok(span, 'there is no span');
  const range = rangeOf(span);
  assert.ok(range, 'the span belongs to an older text');
  const { start, end } = range;
  assert.ok(start.character <= end.character);
  const line = span.block.document.lines.line(start.line);
  assert.ok(end.character <= line.length, `column ${end.character} is behind the line's end`);
  return `${start.line + 1}:${start.character + 1}-${end.character + 1} ${line.slice(start.character, end.character)}`;
}

/** Problems as `severity line:columns text: message`. */
export function told(problems: readonly { span: Span; message: string; severity: string }[]): string[] {
  return problems.map(({ span, message, severity }) => `${severity} ${place(span)}: ${message}`);
}

/** A text with a few stretches cut out, doubled or overwritten: nearly right, as texts are while one types. */
export function damaged(text: string): fc.Arbitrary<string> {
  const damage = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(12),
    put: fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom('\n', '\t', ': ', '- ', '[', '{', '}', '"', "'", '&a ', '*a', '${', '<<: ', '|', '#'),
    ),
  });
  return fc
    .array(damage, { minLength: 1, maxLength: 4 })
    .map((damages) =>
      damages.reduce((broken, { at, length, put }) => broken.slice(0, at) + put + broken.slice(at + length), text),
    );
}
