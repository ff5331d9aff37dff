import assert from 'node:assert/strict';
import {
  absolute,
  append,
  deleteLine,
  deleteLines,
  type Edit,
  insertAfter,
  insertBefore,
} from '../../server/core/rules/finding';
import { haproxy, type HaproxyLine } from '../../server/core/syntax/haproxy';
import { Document, lineSpan } from '../../server/core/syntax/tree';

function open(text: string): Document<HaproxyLine> {
  return new Document('file:///haproxy.cfg', 'haproxy.cfg', haproxy, text);
}

/** The text after one edit. */
function after(document: Document<HaproxyLine>, edit: Edit): string {
  const edits = absolute([edit]);
  assert.ok(edits);
  document.edit(edits);
  return document.text;
}

function span(document: Document<HaproxyLine>, line: number) {
  const place = document.blockAt(line);
  assert.ok(place);
  return lineSpan(place.block, place.line);
}

describe('edits of rules', () => {
  it('take lines of several blocks out', () => {
    const document = open('global\n  daemon\n\nbackend a\n  mode tcp\n');
    assert.equal(after(document, deleteLines(span(document, 1), span(document, 3))), 'global\n  mode tcp\n');
  });

  it('take the last line out where no line feed follows, with the one before it', () => {
    const document = open('global\n  daemon\nbackend a');
    assert.equal(after(document, deleteLines(span(document, 1), span(document, 2))), 'global');
  });

  it('take the only line out', () => {
    const document = open('global');
    assert.equal(after(document, deleteLine(span(document, 0))), '');
  });

  it('indent all added lines like the line beside them, and leave empty ones empty', () => {
    const before = open('  daemon\n');
    assert.equal(after(before, insertBefore(span(before, 0), 'a\n\n  b')), '  a\n\n    b\n  daemon\n');
    const behind = open('  daemon');
    assert.equal(after(behind, insertAfter(span(behind, 0), 'a\nb')), '  daemon\n  a\n  b');
  });

  it('end lines as the file does', () => {
    const document = open('global\r\n  daemon\r\n');
    assert.equal(after(document, insertAfter(span(document, 1), 'a\nb')), 'global\r\n  daemon\r\n  a\r\n  b\r\n');
    const truncated = open('global\r\n  daemon');
    assert.equal(after(truncated, append(truncated, '\n')), 'global\r\n  daemon\r\n');
  });

  it('are refused when the block they belong to has changed', () => {
    const document = open('global\n  daemon\n');
    const edit = deleteLine(span(document, 1));
    document.edit([{ range: { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } }, newText: 'quiet' }]);
    assert.equal(absolute([edit]), undefined);
  });
});
