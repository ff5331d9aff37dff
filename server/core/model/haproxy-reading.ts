import { haproxySection, type HaproxyLine, type HaproxyStatement, type SectionView } from '../syntax/haproxy';
import { isConditional, type LineState, lineStates } from '../syntax/haproxy-conditions';
import { collected } from '../syntax/collected';
import { remember, type Remembering } from '../syntax/memo';
import { type Block, type Document, perBlock } from '../syntax/tree';

/** A line of a section that HAProxy may read. */
export interface ReadStatement extends HaproxyStatement {
  /**
   * False inside a branch of `.if` that hangs on the environment, the version or what was compiled in, and of a line
   * that HAProxy passes over.
   */
  readonly certain: boolean;
}

/** A section as HAProxy reads it: without the lines of dead branches. */
export interface Reading extends Remembering {
  readonly section: SectionView;
  readonly block: Block<HaproxyLine>;
  /** Whether the section itself is read. */
  readonly state: LineState;
  readonly statements: readonly ReadStatement[];
}

const lastReading = perBlock((): { states: string | undefined; reading: Reading | undefined } => ({
  states: undefined,
  reading: undefined,
}));

/**
 * The section of a block as HAProxy reads it, the same object for as long as its lines and the conditions around it
 * stay the same; undefined for lines before the first section and for sections in dead branches.
 */
export function readingOf(block: Block<HaproxyLine>): Reading | undefined {
  const states = lineStates(block);
  const last = lastReading(block);
  if (!states && last.states === '') return last.reading;
  const key = states ? states.map((state) => state[0]).join('') : '';
  if (last.states === key) return last.reading;
  last.states = key;
  last.reading = readSection(block, states);
  return last.reading;
}

/** Remembers what `compute` makes of a section for as long as its reading stays the same. */
export function perReading<T>(compute: (reading: Reading) => T): (block: Block<HaproxyLine>) => T | undefined {
  const valueOf = remember(compute);
  return (block) => {
    const reading = readingOf(block);
    return reading && valueOf(reading);
  };
}

/**
 * Collects what the sections of a document say, see `collected`; where conditions reach from one section into another
 * the whole document is asked anew.
 */
export function collectedReadings<T>(
  compute: (reading: Reading) => T | undefined,
  isSame?: (one: T, other: T) => boolean,
): (document: Document<HaproxyLine>) => readonly T[] {
  const factOf = perReading(compute);
  const collect = collected(factOf, isSame);
  return (document) =>
    isConditional(document) ? document.blocks.map(factOf).filter((fact) => fact !== undefined) : collect(document);
}

function readSection(block: Block<HaproxyLine>, states: readonly LineState[] | undefined): Reading | undefined {
  const section = haproxySection(block);
  const state = states?.[0] ?? 'live';
  if (!section || state === 'dead') return undefined;
  const statements = section.statements.flatMap((statement): ReadStatement[] => {
    const own = states?.[statement.line] ?? 'live';
    return own === 'dead' ? [] : [{ ...statement, certain: own === 'live' && !isPassedOver(section, statement) }];
  });
  return { section, block, state, statements, memo: [] };
}

/** HAProxy reads no more of `stick` lines in a frontend than the first word: it warns that this is no backend (2.6 to 3.4). */
function isPassedOver({ keyword }: SectionView, { words }: HaproxyStatement): boolean {
  return keyword === 'frontend' && words[0]?.text === 'stick';
}
