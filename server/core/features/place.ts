import type { Block, Document, Line } from '../syntax/tree';
import type { Position } from '../text/lines';

/** What stands at a position: the block, the line in it, and the character. */
export interface Place<L extends Line = Line> {
  readonly document: Document<L>;
  readonly block: Block<L>;
  readonly line: L;
  /** Counted from the block's first line. */
  readonly index: number;
  readonly character: number;
}

/** Finds the line at a position; undefined beyond the end of the text. */
export function placeAt<L extends Line>(document: Document<L>, position: Position): Place<L> | undefined {
  const found = document.blockAt(position.line);
  const line = found?.block.lines[found.line];
  return found && line && { document, block: found.block, line, index: found.line, character: position.character };
}

/** Whether a character position lies in a slice or at its end, where a person points when they mean it. */
export function isAt(slice: { readonly start: number; readonly end: number } | undefined, character: number): boolean {
  return slice !== undefined && character >= slice.start && character <= slice.end;
}
