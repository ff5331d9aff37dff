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

const readings = new WeakMap<Block, { readonly states: string; readonly reading: Reading | undefined }>();

/**
 * The section of a block as HAProxy reads it, the same object for as long as its lines and the conditions around it
 * stay the same; undefined for lines before the first section and for sections in dead branches.
 */
export function readingOf(block: Block<HaproxyLine>): Reading | undefined {
  const states = lineStates(block);
  const known = readings.get(block);
  if (known && !states && known.states === '') return known.reading;
  const key = states ? states.map((state) => state[0]).join('') : '';
  if (known?.states === key) return known.reading;
  const reading = readSection(block, states);
  readings.set(block, { states: key, reading });
  return reading;
}

/** Remembers what `compute` makes of a section for as long as its reading stays the same. */
export function perReading<T>(compute: (reading: Reading) => T): (block: Block<HaproxyLine>) => T | undefined {
  const known = new WeakMap<Reading, { readonly value: T }>();
  return (block) => {
    const reading = readingOf(block);
    if (!reading) return undefined;
    let entry = known.get(reading);
    if (!entry) {
      entry = { value: compute(reading) };
      known.set(reading, entry);
    }
    return entry.value;
  };
}

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
