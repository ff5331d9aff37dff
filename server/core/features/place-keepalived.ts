import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../syntax/keepalived';
import type { Span } from '../syntax/tree';
import type { Place } from './place';

/** The statements whose braces hold a place, the outermost first. */
export function statementsAround({ block, index, character }: Place<KeepalivedLine>): readonly KeepalivedStatement[] {
  const found: KeepalivedStatement[] = [];
  const isBefore = ({ line, end }: Span): boolean => line < index || (line === index && end <= character);
  const isBehind = ({ line, start }: Span): boolean => line > index || (line === index && start >= character);
  let candidates = statementsOf(block);
  for (;;) {
    const next = candidates.find(({ open, close }) => open && isBefore(open) && (!close || isBehind(close)));
    if (!next) return found;
    found.push(next);
    candidates = next.children;
  }
}

/** A block by the keywords it lies in: `vrrp_instance.authentication`; empty for the top. */
export function pathOf(statements: readonly KeepalivedStatement[]): string {
  return statements.map(({ keyword }) => (keyword === 'vrrp_track_file' ? 'track_file' : keyword)).join('.');
}
