import { sectionsIn } from '../model/corosync-settings';
import { xmlElements, type XmlElement } from '../syntax/cib';
import type { CorosyncLine } from '../syntax/corosync';
import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../syntax/keepalived';
import type { Block, Document } from '../syntax/tree';
import type { Position, Range } from '../text/lines';
import { isAt, placeAt } from './place';

/** Ever larger stretches around a position: word, name or value, line, sections, file. */
export function selectionAround(document: Document, position: Position): Range[] {
  const place = placeAt(document, position);
  if (!place) return [];
  const { line, character } = position;
  const { text } = place.line;
  const ranges: Range[] = [];
  const add = (start: Position, end: Position): void => {
    const inner = ranges.at(-1);
    const isSame = inner && isEqual(inner.start, start) && isEqual(inner.end, end);
    const isAround = !inner || (isBefore(start, inner.start) && isBefore(inner.end, end));
    if (!isSame && isAround && !isEqual(start, end)) ranges.push({ start, end });
  };
  const onLine = (start: number, end: number): void => add({ line, character: start }, { line, character: end });
  const word = [...text.matchAll(/[\w.-]+/g)].find(({ 0: found, index }) =>
    isAt({ start: index, end: index + found.length }, character),
  );
  if (word) onLine(word.index, word.index + word[0].length);
  const piece = document.grammar.pieces(place.line).find((each) => each.kind !== 'blank' && isAt(each, character));
  if (piece) onLine(piece.start, piece.end);
  onLine(text.length - text.trimStart().length, text.trimEnd().length);
  const start = line - place.index;
  for (const [from, to] of sectionsAround(place.block, place.index, document)) {
    add({ line: start + from, character: 0 }, { line: start + to, character: document.lines.line(start + to).length });
  }
  const last = document.lines.count - 1;
  add({ line: 0, character: 0 }, { line: last, character: document.lines.line(last).length });
  return ranges;
}

/** First and last lines of the sections around a line of a block, the innermost first. */
function sectionsAround(block: Block, line: number, { language }: Document): (readonly [number, number])[] {
  if (language === 'cib') {
    return xmlElements(block.document)
      .flatMap((element) => elementsAround(element, line))
      .reverse();
  }
  if (language === 'keepalived') {
    return statementsOf(block as unknown as Block<KeepalivedLine>)
      .flatMap((statement) => statementsAround(statement, line))
      .filter(([from, to]) => to > from)
      .reverse();
  }
  if (language !== 'corosync') {
    let last = block.lines.length - 1;
    while (last > line && block.lines[last]?.text.trim() === '') last--;
    return [[0, last]];
  }
  return sectionsIn(block as unknown as Block<CorosyncLine>)
    .filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
    .map(({ firstLine, lastLine }) => [firstLine, lastLine] as const)
    .reverse();
}

function statementsAround(
  { keywordSpan, lastLine, children }: KeepalivedStatement,
  line: number,
): (readonly [number, number])[] {
  return keywordSpan.line <= line && line <= lastLine
    ? [[keywordSpan.line, lastLine], ...children.flatMap((child) => statementsAround(child, line))]
    : [];
}

function elementsAround({ firstLine, lastLine, children }: XmlElement, line: number): (readonly [number, number])[] {
  return firstLine <= line && line <= lastLine
    ? [[firstLine, lastLine], ...children.flatMap((child) => elementsAround(child, line))]
    : [];
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}

function isEqual(a: Position, b: Position): boolean {
  return a.line === b.line && a.character === b.character;
}
