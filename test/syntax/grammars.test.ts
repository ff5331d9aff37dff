import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Block, Document, type Grammar, type Line, rangeOf, type Slice } from '../../server/core/syntax/tree';
import { type TextEdit, TextLines } from '../../server/core/text/lines';
import { editsWith, textOf } from '../text/arbitraries';
import { lineIn, samples } from './texts';

function open(grammar: Grammar, text: string): Document {
  return new Document('file:///db1/file', 'db1/file', grammar, text);
}

/** Every slice a line holds, however deep. */
function slicesIn(value: unknown): Slice[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(slicesIn);
  return 'start' in value && 'end' in value ? [value as Slice, ...inner] : inner;
}

function nodesOf(document: Document): Line[] {
  return document.blocks.flatMap((block) => block.lines);
}

/** The number of the first line of each block. */
function startsOf(blocks: readonly Block[]): number[] {
  let line = 0;
  return blocks.map((block) => (line += block.lines.length) - block.lines.length);
}

for (const sample of samples) {
  const { grammar } = sample;
  const line = lineIn(sample);
  const text = textOf(line);

  describe(`the grammar of ${grammar.language}`, () => {
    it('reads every line into pieces that tile it', () => {
      fc.assert(
        fc.property(line, (written) => {
          const pieces = grammar.pieces(grammar.readLine(written));
          let at = 0;
          for (const piece of pieces) {
            assert.equal(piece.start, at);
            assert.ok(piece.end > at, 'no piece is empty');
            at = piece.end;
          }
          assert.equal(at, written.length);
        }),
        { numRuns: 3000 },
      );
    });

    it('keeps every slice within its line', () => {
      fc.assert(
        fc.property(line, (written) => {
          const read = grammar.readLine(written);
          assert.equal(read.text, written);
          for (const { start, end } of slicesIn(read)) {
            assert.ok(start >= 0 && start <= end && end <= written.length, `${start}-${end}`);
          }
        }),
        { numRuns: 3000 },
      );
    });

    it('gives every text back, its marks and line ends included', () => {
      fc.assert(
        fc.property(text, (written) => {
          const document = open(grammar, written);
          assert.equal(document.text, written);
          assert.deepEqual(
            nodesOf(document).map((node) => node.text),
            document.lines.slice(0, document.lines.count),
          );
        }),
        { numRuns: 200 },
      );
    });

    it('makes of edits what it makes of the text they lead to', () => {
      fc.assert(
        fc.property(text, editsWith(line), (written, edits) => {
          const edited = open(grammar, written);
          edited.edit(edits);
          const fresh = open(grammar, edited.text);
          assert.deepEqual(startsOf(edited.blocks), startsOf(fresh.blocks));
          assert.deepEqual(nodesOf(edited), nodesOf(fresh));
        }),
        { numRuns: 800 },
      );
    });

    it('keeps blocks and lines an edit does not touch', () => {
      fc.assert(
        fc.property(text, editsWith(line, 1), (written, edits) => {
          const document = open(grammar, written);
          const before = [...document.blocks];
          const nodes = nodesOf(document);
          const { from, removed, inserted } = new TextLines(written).edit(edits[0] as TextEdit);
          document.edit(edits);
          assert.equal(document.version, 1);
          const after = nodesOf(document);
          assert.ok(nodes.slice(0, from).every((node, index) => node === after[index]));
          assert.ok(nodes.slice(from + removed).every((node, index) => node === after[from + inserted + index]));
          const starts = startsOf(before);
          const placed = new Map(startsOf(document.blocks).map((start, index) => [start, document.blocks[index]]));
          before.forEach((block, index) => {
            const start = starts[index] as number;
            if (start + block.lines.length < from) assert.equal(placed.get(start), block);
            if (start < from + removed) return;
            const now = placed.get(start - removed + inserted);
            if (now) assert.equal(now, block);
          });
        }),
        { numRuns: 800 },
      );
    });

    it('finds blocks by line and lines by block', () => {
      fc.assert(
        fc.property(text, editsWith(line, 2), (written, edits) => {
          const document = open(grammar, written);
          const old = [...document.blocks];
          assert.deepEqual(
            old.map((block) => document.startOf(block)),
            startsOf(old),
          );
          document.edit(edits);
          startsOf(document.blocks).forEach((start, index) => {
            const block = document.blocks[index] as Block;
            assert.equal(document.startOf(block), start);
            assert.deepEqual(document.blockAt(start + block.lines.length - 1), { block, line: block.lines.length - 1 });
            assert.deepEqual(rangeOf({ block, line: 0, start: 0, end: 1 })?.start, { line: start, character: 0 });
          });
          assert.equal(document.blockAt(document.lines.count), undefined);
          for (const block of old) {
            if (!document.blocks.includes(block))
              assert.equal(rangeOf({ block, line: 0, start: 0, end: 0 }), undefined);
          }
        }),
        { numRuns: 150 },
      );
    });
  });
}
