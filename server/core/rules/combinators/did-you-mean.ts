import type { Span } from '../../syntax/tree';
import { type Fix, replace } from '../finding';

/** The end of a message about a misspelt name, or nothing where no name is near. */
export function didYouMean(suggestions: readonly string[]): string {
  const [best] = suggestions;
  return best === undefined ? '' : `; did you mean ${best}?`;
}

/**
 * A fix for each of the nearest names, the best one first.
 *
 * @param safe whether the outcome is sure to be right when there is one candidate only
 */
export function renamings(span: Span, suggestions: readonly string[], safe = true): Fix[] {
  const offered = suggestions.slice(0, mostOffered);
  return offered.map((name) => ({
    title: `Rename it to ${name}`,
    safe: safe && offered.length === 1,
    edits: [replace(span, name)],
  }));
}

const mostOffered = 3;
