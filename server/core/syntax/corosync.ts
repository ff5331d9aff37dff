import { utf8Length } from './mycnf';
import { tile } from './pieces';
import {
  type Block,
  type Document,
  type Grammar,
  type Line,
  lineSpan,
  perBlock,
  type Piece,
  type Problem,
  type Slice,
  type Span,
} from './tree';

/**
 * corosync.conf, read the way `parse_section` of exec/coroparse.c reads it (corosync 3.1.7, tried with
 * `corosync -t`). Every problem a line carries stops corosync 3.x, except where the problem says otherwise;
 * corosync 2.4 skips lines it cannot read and drops what follows a brace.
 */
export type CorosyncLine = BlankLine | CommentLine | OpenLine | CloseLine | PairLine | BadLine;

export interface BlankLine extends Line {
  readonly kind: 'blank';
}

/** A line whose first character behind blanks is `#`; there are no other comments. */
export interface CommentLine extends Line {
  readonly kind: 'comment';
}

/** `name {`. A brace anywhere in a line opens a section, also behind a colon or an intended comment. */
export interface OpenLine extends Line {
  readonly kind: 'open';
  readonly name: string;
  readonly nameSlice: Slice;
}

/** `}`, or a line that was meant to be one: a brace with other text carries the problem `text-beside-close`. */
export interface CloseLine extends Line {
  readonly kind: 'close';
}

/** `key: value`, split at the first colon. The value keeps quotes and everything behind a `#`. */
export interface PairLine extends Line {
  readonly kind: 'pair';
  readonly key: string;
  readonly keySlice: Slice;
  readonly value: string;
  readonly valueSlice: Slice;
}

/** A line that is none of the others; its problems say why. */
export interface BadLine extends Line {
  readonly kind: 'bad';
}

/**
 * What can be wrong with one line.
 * - `no-colon-or-brace`: neither a section nor a pair
 * - `text-after-brace`: something follows `{`
 * - `text-beside-close`: `}` does not stand alone
 * - `no-section-name`: nothing precedes `{`
 * - `empty-key`: nothing precedes `:`; accepted, without effect, inside a section, refused outside
 * - `invalid-key`: the key has a character that no key of the daemon's store may have, such as a blank
 * - `line-too-long`: more than 510 bytes; comments count too
 */
export type CorosyncProblem =
  | 'no-colon-or-brace'
  | 'text-after-brace'
  | 'text-beside-close'
  | 'no-section-name'
  | 'empty-key'
  | 'invalid-key'
  | 'line-too-long';

/** The longest line, in bytes: the daemon reads into 512 bytes and wants the line feed among the first 511. */
const longestLine = 510;

/**
 * Sections that stand at the top only. One of these opens a block even where a brace is missing before it, so that
 * the damage ends there. `system` is not among them: `resources` has a section of that name.
 */
const topOnly = new Set([
  'totem',
  'nodelist',
  'quorum',
  'logging',
  'resources',
  'nozzle',
  'uidgid',
  'pload',
  'service',
  'amf',
  'aisexec',
]);

export const corosync: Grammar<CorosyncLine> = {
  language: 'corosync',
  readLine(text) {
    const line = read(text);
    return text.length * 3 > longestLine ? withLengthProblem(line) : line;
  },
  opensBlock: (line, depth) => line.kind === 'open' && (depth === 0 || topOnly.has(line.name)),
  depthAfter(line, depth) {
    if (line.kind === 'open') return depth + 1;
    return line.kind === 'close' && depth > 0 ? depth - 1 : depth;
  },
  pieces(line): Piece[] {
    const length = line.text.length;
    switch (line.kind) {
      case 'blank':
        return tile(length, []);
      case 'comment':
        return tile(length, [['comment', { start: 0, end: length }]]);
      case 'open': {
        const brace = line.text.indexOf('{');
        return tile(length, [
          ['section', line.nameSlice],
          ['operator', { start: brace, end: brace + 1 }],
          ['invalid', written(line.text, brace + 1)],
        ]);
      }
      case 'close':
        return tile(length, [[line.problems ? 'invalid' : 'operator', written(line.text, 0)]]);
      case 'pair': {
        const colon = line.text.indexOf(':');
        return tile(length, [
          ['name', line.keySlice],
          ['operator', { start: colon, end: colon + 1 }],
          [startsWithDigit(line.value) ? 'number' : 'value', line.valueSlice],
        ]);
      }
      case 'bad':
        return tile(length, [['invalid', written(line.text, 0)]]);
    }
  },
};

function read(text: string): CorosyncLine {
  const { start, end } = written(text, 0);
  if (start === end) return { kind: 'blank', text };
  if (text[start] === '#') return { kind: 'comment', text };
  const brace = text.indexOf('{', start);
  if (brace >= 0) return readOpen(text, start, brace, end);
  const colon = text.indexOf(':', start);
  if (colon >= 0) return readPair(text, start, colon, end);
  if (!text.includes('}')) return { kind: 'bad', text, problems: [problem('no-colon-or-brace', start, end)] };
  if (end - start === 1) return { kind: 'close', text };
  return { kind: 'close', text, problems: [problem('text-beside-close', start, end)] };
}

function readOpen(text: string, start: number, brace: number, end: number): OpenLine | BadLine {
  const behind = written(text, brace + 1);
  const problems: Problem[] = [];
  if (brace === start) problems.push(problem('no-section-name', brace, brace + 1));
  if (behind.start < behind.end) problems.push(problem('text-after-brace', behind.start, behind.end));
  // A section squeezed into one line closes itself as far as its author is concerned.
  if (text[end - 1] === '}') return { kind: 'bad', text, problems };
  const nameSlice = { start, end: trimName(text, start, brace) };
  const name = text.slice(nameSlice.start, nameSlice.end);
  return problems.length ? { kind: 'open', text, name, nameSlice, problems } : { kind: 'open', text, name, nameSlice };
}

/** The daemon takes blanks, colons and braces off the end of a section's name, but never its first character. */
function trimName(text: string, start: number, brace: number): number {
  let end = brace;
  while (end > start + 1 && (isBlank(text, end - 1) || text[end - 1] === ':')) end--;
  return end;
}

function readPair(text: string, start: number, colon: number, end: number): PairLine {
  const keySlice = { start, end: trimEnd(text, start, colon) };
  const valueSlice = { start: Math.min(skipBlanks(text, colon + 1), end), end };
  const key = text.slice(keySlice.start, keySlice.end);
  const value = text.slice(valueSlice.start, valueSlice.end);
  const line: PairLine = { kind: 'pair', text, key, keySlice, value, valueSlice };
  if (key === '') return { ...line, problems: [problem('empty-key', start, colon + 1)] };
  return isKey(key) ? line : { ...line, problems: [problem('invalid-key', keySlice.start, keySlice.end)] };
}

/** Whether the daemon's store takes a text as part of a key: `icmap_is_valid_name_char` of exec/icmap.c. */
export function isKey(text: string): boolean {
  return /^[a-zA-Z0-9._/:-]*$/.test(text);
}

function withLengthProblem(line: CorosyncLine): CorosyncLine {
  if (utf8Length(line.text) <= longestLine) return line;
  return { ...line, problems: [...(line.problems ?? []), problem('line-too-long', 0, line.text.length)] };
}

function problem(code: CorosyncProblem, start: number, end: number): Problem {
  return { code, start, end };
}

/** What stands from `from` on, without the blanks around it. */
function written(text: string, from: number): Slice {
  const start = skipBlanks(text, from);
  return { start, end: trimEnd(text, start, text.length) };
}

function startsWithDigit(value: string): boolean {
  const first = value[0] ?? '';
  return first >= '0' && first <= '9';
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

function skipBlanks(text: string, at: number): number {
  while (isBlank(text, at)) at++;
  return at;
}

function trimEnd(text: string, start: number, end: number): number {
  while (end > start && isBlank(text, end - 1)) end--;
  return end;
}

/** `key: value` inside a section. */
export interface CorosyncPair {
  readonly key: string;
  readonly value: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** A section with what it holds, in the order of the file. */
export interface CorosyncSection {
  readonly name: string;
  /** Names from the top down, such as `nodelist.node`. */
  readonly path: string;
  readonly nameSpan: Span;
  readonly pairs: readonly CorosyncPair[];
  readonly children: readonly CorosyncSection[];
  /** False when its closing brace is missing. */
  readonly closed: boolean;
  /** Lines counted from the block's first one: the opening line, and the closing line or the last that belongs here. */
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * - `section-not-closed`: the brace that closes it is missing
 * - `close-without-section`: a closing brace too many
 * - `invalid-section-name`: the daemon cannot store the keys of a section of this name
 */
export type SectionProblem = 'section-not-closed' | 'close-without-section' | 'invalid-section-name';

export interface ProblemSpan {
  readonly code: SectionProblem;
  readonly span: Span;
}

/** Sections, and how far the braces of the block are out of step with those around it. */
interface BlockTree {
  readonly root: CorosyncSection;
  readonly names: readonly ProblemSpan[];
  readonly braces: readonly ProblemSpan[];
  /** Opening braces less closing ones. Once it is below zero it only falls, because a section would open a block. */
  readonly balance: number;
}

/** The top-level section of a block, in a list, because a block of comments or stray lines has none. */
export function corosyncSections(block: Block<CorosyncLine>): readonly CorosyncSection[] {
  return treeOf(block).root.children;
}

/** Pairs outside every section, which the daemon accepts and hardly anybody means. */
export function pairsOutside(block: Block<CorosyncLine>): readonly CorosyncPair[] {
  return treeOf(block).root.pairs;
}

/** Names that make the daemon refuse the keys of a section; a name alone does not hurt. */
export function sectionNameProblems(block: Block<CorosyncLine>): readonly ProblemSpan[] {
  return treeOf(block).names;
}

/**
 * Braces of a file that do not match. Blocks are cut where a section must begin, which can be wrong: a file whose
 * braces match as the daemon counts them has no such problem, wherever its blocks begin.
 */
export function braceProblems(document: Document<CorosyncLine>): readonly ProblemSpan[] {
  let depth = 0;
  let lowest = 0;
  for (const block of document.blocks) {
    depth += treeOf(block).balance;
    lowest = Math.min(lowest, depth);
  }
  if (depth === 0 && lowest === 0) return [];
  return document.blocks.flatMap((block) => treeOf(block).braces);
}

const treeOf = perBlock(buildTree);

/** A section that is still being read. */
interface Unfinished extends CorosyncSection {
  readonly pairs: CorosyncPair[];
  readonly children: CorosyncSection[];
  closed: boolean;
  lastLine: number;
}

function buildTree(block: Block<CorosyncLine>): BlockTree {
  const root = begin(block, 0, { start: 0, end: 0 }, '', '');
  const open: Unfinished[] = [root];
  const refused = new Set<Span>();
  const surplus: Span[] = [];
  let balance = 0;
  block.lines.forEach((line, number) => {
    const inner = open[open.length - 1] as Unfinished;
    if (line.kind === 'open') {
      balance++;
      const path = inner === root ? line.name : `${inner.path}.${line.name}`;
      const section = begin(block, number, line.nameSlice, line.name, path);
      inner.children.push(section);
      open.push(section);
    } else if (line.kind === 'close') {
      balance--;
      if (inner === root) {
        surplus.push(lineSpan(block, number));
        return;
      }
      inner.closed = true;
      inner.lastLine = number;
      open.pop();
    } else if (line.kind === 'pair') {
      inner.pairs.push(readPairSpans(block, number, line));
      const wrong = open.find((section) => !isKey(section.name));
      if (wrong) refused.add(wrong.nameSpan);
    }
  });
  return {
    root,
    names: [...refused].map((span) => ({ code: 'invalid-section-name', span })),
    braces: [
      ...surplus.map((span): ProblemSpan => ({ code: 'close-without-section', span })),
      ...open.slice(1).map(({ nameSpan }): ProblemSpan => ({ code: 'section-not-closed', span: nameSpan })),
    ],
    balance,
  };
}

function begin(block: Block, line: number, slice: Slice, name: string, path: string): Unfinished {
  const nameSpan = { block, line, ...slice };
  const lastLine = block.lines.length - 1;
  return { name, path, nameSpan, pairs: [], children: [], closed: false, firstLine: line, lastLine };
}

function readPairSpans(block: Block, line: number, { key, keySlice, value, valueSlice }: PairLine): CorosyncPair {
  return { key, value, keySpan: { block, line, ...keySlice }, valueSpan: { block, line, ...valueSlice } };
}
