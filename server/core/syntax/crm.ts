import { tile } from './pieces';
import { remember } from './memo';
import type { Block, Document, Grammar, Line, Piece, PieceKind, Slice, Span } from './tree';

/**
 * Configuration of Pacemaker as the crm shell reads it (`crm configure load`, crmsh 4.4): one statement a line, which a
 * backslash at its end continues on the next one. A block is one statement.
 */
export interface CrmLine extends Line {
  readonly kind: 'blank' | 'comment' | 'words';
  readonly words: readonly CrmWord[];
  /** Whether the statement goes on in the next line. */
  readonly continues: boolean;
  /** Whether the line begins in the first column with a word that only begins statements. */
  readonly startsStatement: boolean;
}

/** A word as the shell splits it, quotes taken off. */
export interface CrmWord extends Slice {
  readonly text: string;
  /** Of `name=value` where the value stands, without quotes around it. */
  readonly value?: Slice & { readonly text: string };
  /** Whether a variable of the shell around it stands in it, so that nobody knows what it comes to. */
  readonly isVariable: boolean;
}

/** Words that begin a statement of `crm configure`. */
export const crmKeywords = [
  'node',
  'primitive',
  'group',
  'clone',
  'ms',
  'master',
  'promotable',
  'bundle',
  'rsc_template',
  'location',
  'colocation',
  'collocation',
  'order',
  'rsc_ticket',
  'property',
  'rsc_defaults',
  'op_defaults',
  'fencing_topology',
  'monitor',
  'role',
  'user',
  'acl_target',
  'acl_group',
  'tag',
  'alert',
] as const;

const keywords = new Set<string>(crmKeywords);

export const crm: Grammar<CrmLine> = {
  language: 'crm',
  readLine,
  // A backslash left behind by mistake must not swallow the next statement: continuation lines are indented.
  opensBlock: (line, depth) => depth === 0 || line.startsStatement,
  depthAfter: (line) => (line.continues ? 1 : 0),
  pieces,
};

function readLine(text: string): CrmLine {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'blank', text, words: [], continues: false, startsStatement: false };
  if (trimmed.startsWith('#')) return { kind: 'comment', text, words: [], continues: false, startsStatement: false };
  const end = text.trimEnd().length;
  const continues = text[end - 1] === '\\';
  const words = crmWords(text, 0, continues ? end - 1 : end, false);
  const [first] = words;
  return {
    kind: 'words',
    text,
    words,
    continues,
    startsStatement: first?.start === 0 && keywords.has(first.text) && words.length > 1,
  };
}

/**
 * Splits a stretch of text into words as `shlex` does: quotes hold blanks together, a backslash takes the meaning off
 * the next character.
 *
 * @param inShell whether a shell reads the text first, so that `$NAME` is not what the crm shell gets
 */
export function crmWords(text: string, from: number, to: number, inShell: boolean): CrmWord[] {
  const words: CrmWord[] = [];
  let at = from;
  while (at < to) {
    if (isBlank(text, at)) at++;
    else {
      const word = readWord(text, at, to, inShell);
      words.push(word);
      at = word.end;
    }
  }
  return words;
}

function readWord(text: string, start: number, to: number, inShell: boolean): CrmWord {
  let read = '';
  let equals = -1;
  let equalsInRead = 0;
  let isVariable = false;
  let quote = '';
  let at = start;
  for (; at < to && (quote !== '' || !isBlank(text, at)); at++) {
    const sign = text.charAt(at);
    if (sign === quote) quote = '';
    else if (quote === '' && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === '\\' && quote !== "'" && at + 1 < to) read += text.charAt(++at);
    else {
      if (sign === '=' && equals < 0 && quote === '' && read !== '') {
        equals = at;
        equalsInRead = read.length;
      }
      if (inShell && quote !== "'" && (sign === '$' || sign === '`')) isVariable = true;
      read += sign;
    }
  }
  const word = { text: read, start, end: at, isVariable };
  if (equals < 0) return word;
  return { ...word, value: { ...unquoted(text, equals + 1, at), text: read.slice(equalsInRead + 1) } };
}

/** A slice without the one pair of quotes around it; a quote that is not closed goes to the end. */
function unquoted(text: string, start: number, end: number): Slice {
  const quote = text[start];
  if (start >= end || (quote !== '"' && quote !== "'")) return { start, end };
  const isClosed = end - start > 1 && text[end - 1] === quote;
  return { start: start + 1, end: isClosed ? end - 1 : end };
}

function isBlank(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

/** Words of a statement behind which lists of `name=value` begin. */
export const crmListWords: ReadonlySet<string> = new Set([
  'params',
  'meta',
  'utilization',
  'operations',
  'op',
  'op_params',
  'op_meta',
  'rule',
  'attributes',
]);

function pieces(line: CrmLine): Piece[] {
  const { text } = line;
  if (line.kind === 'comment') return tile(text.length, [['comment', { start: 0, end: text.length }]]);
  const marks: [PieceKind, Slice | undefined][] = [];
  line.words.forEach((word, index) => {
    const { start, end, value } = word;
    if (value) {
      const equals = text.indexOf('=', start);
      marks.push(['name', { start, end: equals }], ['operator', { start: equals, end: equals + 1 }]);
      if (end > equals + 1) marks.push(['value', { start: equals + 1, end }]);
    } else {
      const isKeyword = (index === 0 && keywords.has(word.text)) || crmListWords.has(word.text);
      marks.push([isKeyword ? 'keyword' : word.text.endsWith(':') ? 'operator' : 'reference', { start, end }]);
    }
  });
  if (line.continues) {
    const end = text.trimEnd().length;
    marks.push(['operator', { start: end - 1, end }]);
  }
  return tile(text.length, marks);
}

/** A word of a statement with the line it stands on. */
export interface CrmStatementWord extends CrmWord {
  readonly block: Block;
  /** Counted from the block's first line. */
  readonly line: number;
}

/** One statement of `crm configure`, or of another level of the crm shell, such as `crm resource move`. */
export interface CrmStatement {
  readonly level: string;
  readonly words: readonly CrmStatementWord[];
}

/** The statement of a block of a `.crm` file; undefined for comments and blank lines. */
export const crmStatement = remember((block: Block<CrmLine>): CrmStatement | undefined => {
  // The crm shell joins lines before it looks for comments.
  if (block.lines[0]?.kind === 'comment') return undefined;
  const words = block.lines.flatMap((line, number) =>
    line.words.map((word): CrmStatementWord => ({ ...word, block, line: number })),
  );
  return levelled(words);
});

/** The statements of a `.crm` file in order. */
export function crmStatements(document: Document<CrmLine>): CrmStatement[] {
  return document.blocks.flatMap((block) => crmStatement(block) ?? []);
}

const levels = new Set(['configure', 'resource', 'node', 'cib', 'ra', 'cluster']);

/**
 * Takes `crm` and the level off the front. `node` is a level and a statement of `configure`: the level is meant where
 * one of its commands follows.
 */
export function levelled(words: readonly CrmStatementWord[], level = 'configure'): CrmStatement | undefined {
  let rest = words;
  if (rest[0]?.text === 'crm') rest = rest.slice(1);
  const [first, second] = rest;
  if (
    first &&
    levels.has(first.text) &&
    (first.text !== 'node' ||
      /^(standby|online|maintenance|delete|fence|clearstate|attribute|utilization|status-attr|show|list)$/.test(
        second?.text ?? '',
      ))
  ) {
    level = first.text;
    rest = rest.slice(1);
  }
  return rest.length === 0 ? undefined : { level, words: rest };
}

/** Where a word stands. */
export function wordSpan({ block, line, start, end }: CrmStatementWord): Span {
  return { block, line, start, end };
}

/** Where the text of a word stands, without quotes around all of it. */
export function textSpan({ block, line, start, end }: CrmStatementWord): Span {
  return { block, line, ...unquoted(block.lines[line]?.text ?? '', start, end) };
}

/** Where the value of `name=value` stands, without quotes around it. */
export function valueSpan({ block, line, value, end }: CrmStatementWord): Span {
  return { block, line, start: value?.start ?? end, end: value?.end ?? end };
}
