import { braceProblems, type CorosyncLine } from '../syntax/corosync';
import type { HaproxyLine } from '../syntax/haproxy';
import { type MyCnfLine, utf8Length } from '../syntax/mycnf';
import type { Document } from '../syntax/tree';
import type { TextEdit } from '../text/lines';
import { formatCorosync } from './formatting-corosync';
import { formatHaproxy } from './formatting-haproxy';
import { formatOptions } from './formatting-options';

/**
 * Edits that lay out the lines `from` up to `to`: indentation, blanks around `=` and `:`, blanks at line ends. Words,
 * values, comments and the order of lines stay; lines with something wrong in them, and such that would become too long
 * for their program, stay as they are. What the programs read stays the same.
 *
 * @param indent one step of indentation, blanks or a tab
 */
export function format(document: Document, from: number, to: number, indent: string): TextEdit[] {
  const made = formatted(document, indent);
  const edits: TextEdit[] = [];
  let line = 0;
  for (const block of document.blocks) {
    for (const { text, problems } of block.lines) {
      const newText = made(line);
      if (line >= from && line < to && !problems && newText !== text && isShortEnough(newText, text, document)) {
        edits.push({ range: { start: { line, character: 0 }, end: { line, character: text.length } }, newText });
      }
      line++;
    }
  }
  return edits;
}

function formatted(document: Document, indent: string): (line: number) => string {
  const lines = linesOf(document, indent);
  return (line) => lines[line] ?? '';
}

function linesOf(document: Document, indent: string): readonly string[] {
  switch (document.language) {
    case 'mycnf':
      return document.blocks.flatMap(({ lines }) => formatOptions(lines as unknown as readonly MyCnfLine[]));
    case 'haproxy':
      return document.blocks.flatMap(({ lines }) => formatHaproxy(lines as unknown as readonly HaproxyLine[], indent));
    case 'corosync': {
      const { blocks } = document as unknown as Document<CorosyncLine>;
      // How deep a line lies cannot be told where braces do not match.
      if (braceProblems(document as unknown as Document<CorosyncLine>).length > 0)
        return document.lines.slice(0, document.lines.count);
      return formatCorosync(
        blocks.flatMap(({ lines }) => lines),
        indent,
      );
    }
    case 'plain':
      return document.lines.slice(0, document.lines.count);
  }
}

/** The longest lines that the programs read whole, in bytes, with room for what comes behind. */
const longest: Partial<Record<Document['language'], number>> = { mycnf: 4094, corosync: 510, haproxy: 2000 };

function isShortEnough(newText: string, text: string, { language }: Document): boolean {
  return newText.length <= text.length || utf8Length(newText) <= (longest[language] ?? Infinity);
}
