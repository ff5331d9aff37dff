import { wordSpan } from '../syntax/haproxy';
import type { Span } from '../syntax/tree';
import { perProxy } from './haproxy-proxies';
import { perReading } from './haproxy-reading';

/** A line that names a backend. */
export interface BackendReference {
  readonly keyword: string;
  readonly name: string;
  readonly span: Span;
}

/** What one section says itself. Names that the run time or the environment completes are left out. */
const ownReferences = perReading(({ block, statements }) => {
  const uses: BackendReference[] = [];
  // Of several `default_backend` only the last counts, and nothing when a condition decides about that one.
  let standard: BackendReference | 'unknown' | undefined;
  for (const { words, line, certain } of statements) {
    const [keyword, target] = words;
    const isUse = keyword?.text === 'use_backend';
    if (!target || (!isUse && keyword?.text !== 'default_backend')) continue;
    // Outside double quotes HAProxy leaves a reference to the environment as it is written.
    // The run time completes only what use_backend names; default_backend takes a percent sign for one.
    const isFixed = certain && !target.expanded && !(isUse && target.text.includes('%'));
    const reference = { keyword: keyword.text, name: target.text, span: wordSpan(block, line, target) };
    if (!isUse) standard = isFixed ? reference : 'unknown';
    else if (isFixed) uses.push(reference);
  }
  return { uses, standard };
});

/** The backends a proxy surely sends traffic to by name: its own lines, else the `default_backend` it inherits. */
export const referencesOf = perProxy(({ block, defaults }): readonly BackendReference[] => {
  const own = ownReferences(block);
  let standard = own?.standard;
  for (let from = defaults; from && from !== 'unknown' && !standard; from = from.base) {
    standard = ownReferences(from.block)?.standard;
  }
  const uses = own?.uses ?? [];
  return standard && standard !== 'unknown' ? [...uses, standard] : uses;
});
