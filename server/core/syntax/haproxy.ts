import { type HaproxyWord, skipBlanks, splitWords } from './haproxy-words';
import { tile } from './pieces';
import {
  type Block,
  type Grammar,
  type Line,
  perBlock,
  type Piece,
  type PieceKind,
  type Slice,
  type Span,
} from './tree';

/**
 * haproxy.cfg, read the way `readcfgfile` of src/cfgparse.c reads it (HAProxy 2.6 to 3.4). Lines stand for
 * themselves: there is no continuation, and indentation means nothing.
 */
export type HaproxyLine = BlankLine | CommentLine | SectionLine | StatementLine | ConditionLine | ScopeLine;

interface Words extends Line {
  readonly words: readonly HaproxyWord[];
  /** From the `#` on. Text behind a carriage return inside the line is ignored alike and counts as one. */
  readonly commentSlice: Slice | undefined;
}

/** A line HAProxy skips: nothing on it, or an empty pair of quotes in the place of the keyword. */
export interface BlankLine extends Words {
  readonly kind: 'blank';
}

export interface CommentLine extends Words {
  readonly kind: 'comment';
}

/** `backend galera from tcp`. */
export interface SectionLine extends Words {
  readonly kind: 'section';
  readonly keyword: string;
  readonly name: HaproxyWord | undefined;
  /** The named `defaults` section it builds on. */
  readonly from: HaproxyWord | undefined;
}

/** A keyword with its arguments; `words` has one word at least. */
export interface StatementLine extends Words {
  readonly kind: 'statement';
}

/** `.if`, `.elif`, `.else`, `.endif`, `.alert`, `.warning`, `.notice`, `.diag`, or another word with a dot before it. */
export interface ConditionLine extends Words {
  readonly kind: 'condition';
  readonly directive: string;
  /** The words behind the directive, joined by a blank as HAProxy joins them. */
  readonly argument: string;
}

/** `[name]`, which belongs in the configuration of a filter; HAProxy accepts it anywhere. It has no words. */
export interface ScopeLine extends Words {
  readonly kind: 'scope';
}

/** First words that open a section in any supported release, 2.4 to 3.4. */
const sectionKeywords = new Set([
  'acme',
  'backend',
  'cache',
  'crt-store',
  'defaults',
  'fcgi-app',
  'frontend',
  'global',
  'healthcheck',
  'http-errors',
  'listen',
  'log-forward',
  'log-profile',
  'mailers',
  'namespace_list',
  'peers',
  'program',
  'resolvers',
  'ring',
  'traces',
  'userlist',
]);

const noWords: readonly HaproxyWord[] = [];

export const haproxy: Grammar<HaproxyLine> = {
  language: 'haproxy',
  readLine(text) {
    if (isScope(text)) return { kind: 'scope', text, words: noWords, commentSlice: undefined };
    const { words, ignored, problems } = splitWords(text);
    const line = readWords(text, words, ignored);
    return problems ? { ...line, problems } : line;
  },
  opensBlock: (line) => line.kind === 'section',
  pieces(line): Piece[] {
    const marks: [PieceKind, Slice | undefined][] = line.words.map((word, index) => [
      pieceKind(line, word, index),
      word,
    ]);
    if (line.kind === 'scope') marks.push(['section', { start: 0, end: line.text.length }]);
    return tile(line.text.length, [...marks, ['comment', line.commentSlice]]);
  },
};

function readWords(text: string, words: readonly HaproxyWord[], commentSlice: Slice | undefined): HaproxyLine {
  const first = words[0];
  if (!first) return { kind: commentSlice ? 'comment' : 'blank', text, words: noWords, commentSlice };
  const keyword = first.text;
  if (keyword === '') return { kind: 'blank', text, words, commentSlice };
  if (keyword.charCodeAt(0) === 46) {
    const argument = words
      .slice(1)
      .map((word) => word.text)
      .join(' ');
    return { kind: 'condition', text, words, commentSlice, directive: keyword, argument };
  }
  if (!sectionKeywords.has(keyword)) return { kind: 'statement', text, words, commentSlice };
  const { name, from } = readHeader(keyword, words);
  return { kind: 'section', text, words, commentSlice, keyword, name, from };
}

/** `defaults from x` has no name; with a third word behind it, `from` is the name. */
function readHeader(
  keyword: string,
  words: readonly HaproxyWord[],
): { name: HaproxyWord | undefined; from: HaproxyWord | undefined } {
  const [, second, third, fourth] = words;
  if (keyword === 'defaults' && second?.text === 'from' && words.length === 3) return { name: undefined, from: third };
  const inherits = keyword === 'defaults' || keyword === 'frontend' || keyword === 'backend' || keyword === 'listen';
  return { name: second, from: inherits && third?.text === 'from' ? fourth : undefined };
}

function isScope(text: string): boolean {
  return text[skipBlanks(text, 0)] === '[';
}

function pieceKind(line: HaproxyLine, word: HaproxyWord, index: number): PieceKind {
  if (line.kind === 'blank') return 'invalid';
  if (index === 0) return line.kind === 'section' ? 'section' : 'keyword';
  if (line.kind === 'section' && word === line.name) return 'name';
  if (word.dynamic) return 'reference';
  if (word.quoted) return 'string';
  const first = line.text.charCodeAt(word.start);
  return first >= 48 && first <= 57 ? 'number' : 'value';
}

/** A line of a section that is neither its header nor a condition. */
export interface HaproxyStatement {
  /** The keyword first, its arguments behind it. */
  readonly words: readonly HaproxyWord[];
  /** `no` or `default` when one of them stands before the keyword. */
  readonly prefix: HaproxyWord | undefined;
  /** Counted from the block's first line. */
  readonly line: number;
}

/** What a block holds. */
export interface SectionView {
  readonly keyword: string;
  readonly name: string | undefined;
  readonly nameSpan: Span | undefined;
  readonly keywordSpan: Span;
  readonly from: string | undefined;
  readonly fromSpan: Span | undefined;
  /** In order; those in branches of `.if` too, see haproxy-conditions.ts. */
  readonly statements: readonly HaproxyStatement[];
}

/** The section a block holds; undefined for lines before the first section, which HAProxy refuses unless they are blank. */
export function haproxySection(block: Block<HaproxyLine>): SectionView | undefined {
  return viewOf(block).section;
}

/** Statements of a block that belong to no section. */
export function statementsOutside(block: Block<HaproxyLine>): readonly HaproxyStatement[] {
  const { section, statements } = viewOf(block);
  return section ? [] : statements;
}

/** A word as a span. */
export function wordSpan(block: Block, line: number, word: Slice): Span {
  return { block, line, start: word.start, end: word.end };
}

const viewOf = perBlock((block: Block<HaproxyLine>) => {
  const statements: HaproxyStatement[] = [];
  block.lines.forEach((line, number) => {
    if (line.kind === 'statement') statements.push(readStatement(line.words, number));
  });
  const header = block.lines[0];
  return {
    section: header?.kind === 'section' ? viewSection(block, header, statements) : undefined,
    statements,
  };
});

/** Empty quotes end a line: HAProxy does not look at them nor behind them, and from 3.3 on it refuses them. */
function readStatement(all: readonly HaproxyWord[], line: number): HaproxyStatement {
  const empty = emptyWordAt(all);
  const words = empty === undefined ? all : all.slice(0, empty);
  const [first] = words;
  const prefixed = words.length > 1 && (first?.text === 'no' || first?.text === 'default');
  return prefixed ? { words: words.slice(1), prefix: first, line } : { words, prefix: undefined, line };
}

/** The place of the first word that is nothing but empty quotes; what the environment makes of others is not known. */
export function emptyWordAt(words: readonly HaproxyWord[]): number | undefined {
  const at = words.findIndex(({ text, expanded }) => text === '' && !expanded);
  return at < 0 ? undefined : at;
}

function viewSection(block: Block, header: SectionLine, statements: readonly HaproxyStatement[]): SectionView {
  const { keyword, name, from, words } = header;
  return {
    keyword,
    name: name?.text,
    nameSpan: name && wordSpan(block, 0, name),
    keywordSpan: wordSpan(block, 0, words[0] as HaproxyWord),
    from: from?.text,
    fromSpan: from && wordSpan(block, 0, from),
    statements,
  };
}
