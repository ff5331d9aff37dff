import type { Piece, PieceKind, Slice } from './tree';

/** Fills the gaps between the marked slices, which are in order and do not overlap, so that the pieces tile the line. */
export function tile(length: number, marks: readonly (readonly [PieceKind, Slice | undefined])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (kind: PieceKind, start: number, end: number): void => {
    if (end > start) pieces.push({ kind, start, end });
  };
  for (const [kind, slice] of marks) {
    if (!slice) continue;
    add('blank', at, slice.start);
    add(kind, slice.start, slice.end);
    at = slice.end;
  }
  add('blank', at, length);
  return pieces;
}
