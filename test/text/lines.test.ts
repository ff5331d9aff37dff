import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits, type Position, splice, type TextEdit, TextLines } from '../../server/core/text/lines';
import { editsWith, lineOf, textOf } from './arbitraries';

const line = lineOf(['a', 'bc', '#', '=']);

function insert(lineNumber: number, character: number, newText: string): TextEdit {
  return replace(lineNumber, character, character, newText);
}

function replace(lineNumber: number, from: number, to: number, newText: string): TextEdit {
  return {
    range: { start: { line: lineNumber, character: from }, end: { line: lineNumber, character: to } },
    newText,
  };
}

/** The offset of a position, found by splitting the text anew: what `TextLines` must agree with. */
function offsetOf(text: string, position: Position): number {
  const lines = text.split(/(?<=\n)/);
  if (text === '' || text.endsWith('\n')) lines.push('');
  const known = lines.slice(0, position.line).join('').length;
  const last = lines[position.line];
  return last === undefined ? text.length : known + Math.min(position.character, last.replace(/\r?\n$/, '').length);
}

function spliceText(text: string, { range, newText }: TextEdit): string {
  return text.slice(0, offsetOf(text, range.start)) + newText + text.slice(offsetOf(text, range.end));
}

describe('TextLines', () => {
  it('gives back every text unchanged', () => {
    fc.assert(
      fc.property(textOf(line), (text) => {
        assert.equal(new TextLines(text).text, text);
      }),
      { numRuns: 500 },
    );
  });

  it('counts one line more than there are line feeds', () => {
    assert.deepEqual(
      ['', 'a', 'a\n', '\n\n', 'a\r\nb', 'a\rb'].map((text) => new TextLines(text).count),
      [1, 1, 2, 3, 2, 1],
    );
  });

  it('keeps a carriage return that no line feed follows as data', () => {
    assert.deepEqual(new TextLines('a\rb\r\nc\r').slice(0, 2), ['a\rb', 'c\r']);
  });

  it('takes one carriage return as part of the line end, not two', () => {
    assert.equal(new TextLines('a\r\r\n').line(0), 'a\r');
  });

  it('holds the byte order mark apart', () => {
    const lines = new TextLines('\ufeffa\n');
    assert.equal(lines.byteOrderMark, true);
    assert.equal(lines.line(0), 'a');
    lines.edit(insert(0, 0, 'x'));
    assert.equal(lines.text, '\ufeffxa\n');
  });

  it('knows whether the text ends in a line feed', () => {
    assert.deepEqual(
      ['', 'a', 'a\n', 'a\r\n', 'a\n '].map((text) => new TextLines(text).endsInNewline),
      [true, false, true, true, false],
    );
  });

  it('inserts with the line end of the first line', () => {
    assert.deepEqual(
      ['', 'a', 'a\nb\r\n', 'a\r\nb\n'].map((text) => new TextLines(text).newline),
      ['\n', '\n', '\n', '\r\n'],
    );
  });

  it('has no text beyond its last line', () => {
    assert.equal(new TextLines('a').line(1), '');
  });

  it('edits as a splice of the text does', () => {
    fc.assert(
      fc.property(textOf(line), editsWith(line), (text, edits) => {
        const lines = new TextLines(text);
        let body = lines.byteOrderMark ? text.slice(1) : text;
        for (const edit of edits) {
          lines.edit(edit);
          body = spliceText(body, edit);
          assert.equal(lines.text, (lines.byteOrderMark ? '\ufeff' : '') + body);
          assert.deepEqual(lines.slice(0, lines.count), new TextLines(body).slice(0, Infinity));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reports the lines an edit replaced', () => {
    fc.assert(
      fc.property(textOf(line), editsWith(line, 1), (text, [edit]) => {
        const lines = new TextLines(text);
        const before = lines.slice(0, lines.count);
        const { from, removed, inserted } = lines.edit(edit as TextEdit);
        const after = lines.slice(0, lines.count);
        assert.deepEqual(after.slice(0, from), before.slice(0, from));
        assert.deepEqual(after.slice(from + inserted), before.slice(from + removed));
      }),
      { numRuns: 300 },
    );
  });

  it('takes a range with swapped ends for the range it names', () => {
    const lines = new TextLines('one\ntwo\n');
    lines.edit({ range: { start: { line: 1, character: 1 }, end: { line: 0, character: 2 } }, newText: '-' });
    assert.equal(lines.text, 'on-wo\n');
  });

  it('makes a carriage return part of the line end when an edit moves it there', () => {
    const lines = new TextLines('ab\nc');
    lines.edit(replace(0, 1, 2, '\r'));
    assert.equal(lines.line(0), 'a');
    assert.equal(lines.text, 'a\r\nc');
  });
});

describe('applyEdits', () => {
  it('applies edits in any order against the text as it is', () => {
    const edits = [replace(0, 0, 1, 'AA'), insert(1, 1, '!'), replace(0, 2, 3, '')];
    assert.equal(applyEdits('abc\nde', edits), 'AAb\nd!e');
    assert.equal(applyEdits('abc\nde', [...edits].reverse()), 'AAb\nd!e');
  });

  it('keeps the order of texts inserted at one place', () => {
    assert.equal(applyEdits('ad', [insert(0, 1, 'b'), insert(0, 1, 'c')]), 'abcd');
  });

  it('puts an insertion before a replacement that begins at the same place', () => {
    assert.equal(applyEdits('abc', [replace(0, 1, 2, 'B'), insert(0, 1, '-')]), 'a-Bc');
    assert.equal(applyEdits('abc', [insert(0, 1, '-'), replace(0, 1, 2, 'B')]), 'a-Bc');
  });

  it('leaves line ends and the byte order mark alone', () => {
    assert.equal(applyEdits('\ufeffa\r\nb\n', [insert(1, 0, 'x')]), '\ufeffa\r\nxb\n');
  });
});

describe('splice', () => {
  it('does what Array.splice does, also with more items than a call can carry', () => {
    for (const count of [0, 3, 150_000]) {
      const inserted = Array.from({ length: count }, (_, index) => index);
      const array = ['a', 'b', 'c', 'd'].map((text) => text as string | number);
      splice(array, 1, 2, inserted);
      assert.equal(array.length, count + 2);
      assert.equal(array[0], 'a');
      assert.deepEqual(array.slice(1, -1), inserted);
      assert.equal(array.at(-1), 'd');
    }
  });
});
