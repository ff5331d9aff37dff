import fc from 'fast-check';
import type { Range, TextEdit } from '../../server/core/text/lines';

/** Line ends as files have them, mixed ones included. */
export const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n');

/** Lines joined by line ends, with or without one behind the last line, with or without a byte order mark. */
export function textOf(line: fc.Arbitrary<string>, maxLength = 30): fc.Arbitrary<string> {
  const lines = fc.array(fc.tuple(line, lineEnd), { maxLength, size: 'max' });
  return fc
    .tuple(fc.boolean(), lines, fc.option(line, { nil: '' }))
    .map(([mark, parts, last]) => (mark ? '\ufeff' : '') + parts.map((part) => part.join('')).join('') + last);
}

/** A line without a line feed or a byte order mark, made of `fragments` and a few characters that hurt. */
export function lineOf(fragments: readonly string[]): fc.Arbitrary<string> {
  const fragment = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...fragments) },
    { weight: 2, arbitrary: fc.constantFrom(' ', '\t', '\r', '\v', 'é', '\u{1f600}', '\ud800', '\u00a0', '\0') },
    { weight: 1, arbitrary: fc.string({ maxLength: 3 }).map((text) => text.replace(/[\n\ufeff]/g, '')) },
  );
  return fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''));
}

const range: fc.Arbitrary<Range> = fc
  .record({
    line: fc.nat(40),
    character: fc.nat(30),
    lines: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(3), fc.nat(40)),
    characters: fc.nat(30),
  })
  .map(({ line, character, lines, characters }) => ({
    start: { line, character },
    end: { line: line + lines, character: lines ? characters : character + characters },
  }));

/** Edits as an editor sends them; positions may lie beyond the text. */
export function editsWith(line: fc.Arbitrary<string>, maxLength = 4): fc.Arbitrary<TextEdit[]> {
  const newText = fc.oneof(
    fc.constantFrom('', '\n', '\r\n', '\r'),
    line,
    fc.array(fc.tuple(line, lineEnd), { maxLength: 4 }).map((parts) => parts.flat().join('')),
  );
  return fc.array(fc.record({ range, newText }), { minLength: 1, maxLength });
}
