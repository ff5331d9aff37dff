import { haproxySection, type HaproxyLine, type HaproxyStatement, type SectionView } from '../syntax/haproxy';
import { type LineState, lineStates } from '../syntax/haproxy-conditions';
import type { Block } from '../syntax/tree';

/** A line of a section that HAProxy may read. */
export interface ReadStatement extends HaproxyStatement {
  /** False inside a branch of `.if` that hangs on the environment, the version or what was compiled in. */
  readonly certain: boolean;
}

/** A section as HAProxy reads it: without the lines of dead branches. */
export interface Reading {
  readonly section: SectionView;
  readonly block: Block<HaproxyLine>;
  /** Whether the section itself is read. */
  readonly state: LineState;
  readonly statements: readonly ReadStatement[];
}

/**
 * Remembers what `compute` makes of a section for as long as its lines and the conditions around it stay the same.
 * It gives undefined for lines before the first section and for sections in dead branches.
 */
export function perReading<T>(compute: (reading: Reading) => T): (block: Block<HaproxyLine>) => T | undefined {
  const known = new WeakMap<Block, { readonly states: string; readonly value: T | undefined }>();
  return (block) => {
    const states = lineStates(block);
    const entry = known.get(block);
    if (entry && !states && entry.states === '') return entry.value;
    const key = states ? states.map((state) => state[0]).join('') : '';
    if (entry?.states === key) return entry.value;
    const reading = readSection(block, states);
    const value = reading && compute(reading);
    known.set(block, { states: key, value });
    return value;
  };
}

/** The section of a block as HAProxy reads it; undefined where it reads none. */
export const readingOf = perReading((reading) => reading);

function readSection(block: Block<HaproxyLine>, states: readonly LineState[] | undefined): Reading | undefined {
  const section = haproxySection(block);
  const state = states?.[0] ?? 'live';
  if (!section || state === 'dead') return undefined;
  const statements = section.statements.flatMap((statement): ReadStatement[] => {
    const own = states?.[statement.line] ?? 'live';
    return own === 'dead' ? [] : [{ ...statement, certain: own === 'live' }];
  });
  return { section, block, state, statements };
}
