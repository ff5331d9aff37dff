import type { ConditionLine, HaproxyLine } from './haproxy';
import { type ConditionValue, evaluateCondition } from './haproxy-condition-expression';
import { collected } from './collected';
import { type Block, type Document, perBlock, type Span } from './tree';

/**
 * Whether HAProxy reads a line, as far as the file tells, and the release where it is known: `undecided` hangs on the
 * environment, the version or what was compiled in. HAProxy splits lines of dead branches into words all the same, so their `problems` count.
 */
export type LineState = 'live' | 'dead' | 'undecided';

/**
 * - `no-open-if`: `.elif`, `.else` or `.endif` outside a branch
 * - `after-else`: `.elif` or a second `.else` behind an `.else`
 * - `unexpected-argument`: something follows `.else` or `.endif`
 * - `if-not-closed`: an `.if` without its `.endif`
 * - `unparsable-condition`: what `.if` or `.elif` asks is no condition; HAProxy looks at it only where it decides
 */
export type ConditionProblem =
  'no-open-if' | 'after-else' | 'unexpected-argument' | 'if-not-closed' | 'unparsable-condition';

export interface ConditionProblemSpan {
  readonly code: ConditionProblem;
  readonly span: Span;
}

/**
 * The state of a line of a block. Branches reach across sections, so the answer depends on the lines before the
 * block: whoever remembers it has to forget it when a line of a branch changes anywhere in the document.
 */
export function lineState(block: Block<HaproxyLine>, line: number): LineState {
  return lineStates(block)?.[line] ?? 'live';
}

/** The states of a block's lines, or undefined where no condition reaches, so that all of them are live. */
export function lineStates(block: Block<HaproxyLine>): readonly LineState[] | undefined {
  return branchesOf(block.document).states.get(block);
}

/** What is wrong with how the conditions of a document are nested; each of these stops HAProxy. */
export function conditionProblems(document: Document<HaproxyLine>): readonly ConditionProblemSpan[] {
  return branchesOf(document).problems;
}

/** Whether a block has `.if`, `.elif`, `.else` or `.endif` lines. */
const hasConditions = perBlock((block: Block<HaproxyLine>) => block.lines.some(isBranch));

const conditionalBlocks = collected((block: Block<HaproxyLine>) => (hasConditions(block) ? block : undefined));

/** Whether a line of a document may decide about other lines, also in other sections. */
export function isConditional(document: Document<HaproxyLine>): boolean {
  return conditionalBlocks(document).length > 0;
}

interface Branches {
  readonly version: number;
  /** States of the lines of those blocks that conditions touch. */
  readonly states: ReadonlyMap<Block, readonly LineState[]>;
  readonly problems: readonly ConditionProblemSpan[];
}

const known = new WeakMap<Document<HaproxyLine>, Branches>();

const releases = new WeakMap<Document<HaproxyLine>, string>();

/**
 * Tells which series of HAProxy reads a document, such as `3.0`, so that branches by version are decided; undefined where
 * that is not known, or several do. Who has read the document before has to read it anew.
 */
export function tellRelease(document: Document<HaproxyLine>, release: string | undefined): void {
  if (releases.get(document) === release) return;
  if (release === undefined) releases.delete(document);
  else releases.set(document, release);
  known.delete(document);
}

function branchesOf(document: Document<HaproxyLine>): Branches {
  let branches = known.get(document);
  if (branches?.version !== document.version) {
    branches = readBranches(document, releases.get(document));
    known.set(document, branches);
  }
  return branches;
}

/** An `.if` whose `.endif` has not come yet. */
interface OpenIf {
  readonly span: Span;
  readonly outer: LineState;
  /** The state of the current branch. */
  state: LineState;
  /** Whether this branch or one before it is read. */
  taken: LineState;
  atElse: boolean;
}

function readBranches(document: Document<HaproxyLine>, release: string | undefined): Branches {
  const states = new Map<Block, readonly LineState[]>();
  const problems: ConditionProblemSpan[] = [];
  const open: OpenIf[] = [];
  for (const block of document.blocks) {
    if (open.length === 0 && !hasConditions(block)) continue;
    const read = (line: HaproxyLine, number: number): LineState => {
      const inner = open.at(-1);
      if (!isBranch(line)) return inner?.state ?? 'live';
      const span = { block, line: number, start: line.words[0]?.start ?? 0, end: line.words.at(-1)?.end ?? 0 };
      const code = enterBranch(open, line, span, release);
      if (code) problems.push({ code, span });
      return (line.directive === '.if' ? inner?.state : inner?.outer) ?? 'live';
    };
    states.set(block, block.lines.map(read));
  }
  for (const { span } of open) problems.push({ code: 'if-not-closed', span });
  return { version: document.version, states, problems };
}

function isBranch(line: HaproxyLine): line is ConditionLine {
  return line.kind === 'condition' && /^\.(if|elif|else|endif)$/.test(line.directive);
}

function enterBranch(
  open: OpenIf[],
  line: ConditionLine,
  span: Span,
  release: string | undefined,
): ConditionProblem | undefined {
  const inner = open.at(-1);
  if (line.directive === '.if') {
    const outer = inner?.state ?? 'live';
    const value = evaluate(line, release);
    const taken = stateOf(value);
    open.push({ span, outer, state: both(outer, taken), taken, atElse: false });
    return value === 'unparsable' && outer === 'live' ? 'unparsable-condition' : undefined;
  }
  if (!inner) return 'no-open-if';
  if (line.directive === '.endif') open.pop();
  else {
    if (inner.atElse) return 'after-else';
    inner.atElse = line.directive === '.else';
    const value = inner.atElse ? true : evaluate(line, release);
    const isAsked = inner.outer === 'live' && inner.taken === 'dead';
    const holds = stateOf(value);
    inner.state = both(inner.outer, both(opposite(inner.taken), holds));
    inner.taken = opposite(both(opposite(inner.taken), opposite(holds)));
    if (value === 'unparsable' && isAsked) return 'unparsable-condition';
  }
  return line.directive !== '.elif' && line.argument !== '' ? 'unexpected-argument' : undefined;
}

function evaluate(line: ConditionLine, release: string | undefined): ConditionValue {
  return line.words.some((word) => word.dynamic) ? 'undecided' : evaluateCondition(line.argument, release);
}

function stateOf(value: ConditionValue): LineState {
  return value === true ? 'live' : value === false ? 'dead' : 'undecided';
}

function both(a: LineState, b: LineState): LineState {
  if (a === 'dead' || b === 'dead') return 'dead';
  return a === 'live' ? b : a;
}

function opposite(state: LineState): LineState {
  return state === 'live' ? 'dead' : state === 'dead' ? 'live' : state;
}
