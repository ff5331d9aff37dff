import { remember } from './memo';
import { tile } from './pieces';
import type { Block, Document, Grammar, Line, Piece, PieceKind, Slice, Span } from './tree';

/**
 * keepalived.conf: words and braces, a comment from `#` or `!` to the end of the line. A block is what stands at the top
 * with all within its braces.
 */
export interface KeepalivedLine extends Line {
  readonly words: readonly KeepalivedWord[];
  readonly comment: Slice | undefined;
}

/** A word without quotes, or a brace by itself; `${NAME}` is part of a word. */
export interface KeepalivedWord extends Slice {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** What stands at the top only: a brace that is missing before it does no harm beyond it. */
const topOnly =
  /^(global_defs|vrrp_instance|vrrp_sync_group|vrrp_script|vrrp_track_\w+|virtual_server(_group)?|static_\w+|bfd_instance|local_address_group|net_namespace|instance)$/;

export const keepalived: Grammar<KeepalivedLine> = {
  language: 'keepalived',
  readLine,
  opensBlock: (line, depth) =>
    line.words.length > 0 &&
    (depth === 0
      ? line.words[0]?.text !== '{'
      : topOnly.test(line.words[0]?.text ?? '') && line.words.at(-1)?.text === '{'),
  // Half a step: what a backslash continues belongs to the block, however deep it is.
  depthAfter: (line, depth) =>
    line.words.reduce((now, word) => {
      if (word.isQuoted) return now;
      if (word.text === '{') return now + 1;
      return word.text === '}' ? Math.max(0, now - 1) : now;
    }, Math.floor(depth)) + (/\\\s*$/.test(line.text) ? 0.5 : 0),
  pieces,
};

const word =
  /(?<comment>[#!].*$)|(?<brace>[{}])|(?<quoted>"[^"]*(?:"|$)|'[^']*(?:'|$))|(?<plain>(?:\$\{[^}]*\}|[^\s{}"'#!])(?:\$\{[^}]*\}|[^\s{}#!])*)/g;

function readLine(text: string): KeepalivedLine {
  const words: KeepalivedWord[] = [];
  let comment: Slice | undefined;
  for (const match of text.matchAll(word)) {
    const start = match.index;
    const end = start + match[0].length;
    if (match.groups?.['comment'] !== undefined) comment = { start, end };
    else {
      const isQuoted = match.groups?.['quoted'] !== undefined;
      words.push({ start, end, isQuoted, text: isQuoted ? match[0].replace(/^["']|["']$/g, '') : match[0] });
    }
  }
  return { text, words, comment };
}

function pieces({ text, words, comment }: KeepalivedLine): Piece[] {
  const opens = words.at(-1)?.text === '{';
  const marks = words.map(({ start, end, text: read, isQuoted }, index): [PieceKind, Slice] => {
    if (!isQuoted && (read === '{' || read === '}')) return ['operator', { start, end }];
    if (isQuoted) return ['string', { start, end }];
    return [index > 0 ? 'value' : opens ? 'section' : 'name', { start, end }];
  });
  return tile(text.length, [...marks, ['comment', comment]]);
}

/** A line of keepalived.conf: a keyword with its arguments, and what its braces hold. */
export interface KeepalivedStatement {
  readonly keyword: string;
  readonly keywordSpan: Span;
  readonly words: readonly { readonly text: string; readonly span: Span }[];
  readonly children: readonly KeepalivedStatement[];
  /** The braces around its children; the second one may be missing. */
  readonly open: Span | undefined;
  readonly close: Span | undefined;
  /** Counted from the block's first line. */
  readonly lastLine: number;
}

/** What stands at the top of a file, with all within. Braces that do not match are read as far as they go. */
export function keepalivedStatements(document: Document<KeepalivedLine>): readonly KeepalivedStatement[] {
  return document.blocks.flatMap((block) => statementsOf(block));
}

interface OpenStatement extends KeepalivedStatement {
  readonly words: { readonly text: string; readonly span: Span }[];
  readonly children: KeepalivedStatement[];
  open: Span | undefined;
  close: Span | undefined;
  lastLine: number;
}

export const statementsOf = remember((block: Block<KeepalivedLine>): readonly KeepalivedStatement[] => {
  const top: KeepalivedStatement[] = [];
  const open: OpenStatement[] = [];
  let last: OpenStatement | undefined;
  block.lines.forEach((line, number) => {
    // An opening brace may stand on a line of its own; anything else begins a new statement there.
    if (line.words[0]?.text !== '{') last = undefined;
    for (const { text, start, end, isQuoted } of line.words) {
      const span: Span = { block, line: number, start, end };
      if (!isQuoted && text === '{') {
        if (last) {
          last.open = span;
          open.push(last);
        }
        last = undefined;
      } else if (!isQuoted && text === '}') {
        const closed = open.pop();
        if (closed) {
          closed.close = span;
          closed.lastLine = number;
        }
        last = undefined;
      } else if (last) last.words.push({ text, span });
      else {
        last = {
          keyword: text,
          keywordSpan: span,
          words: [],
          children: [],
          open: undefined,
          close: undefined,
          lastLine: number,
        };
        (open.at(-1)?.children ?? top).push(last);
      }
    }
  });
  for (const statement of open) statement.lastLine = block.lines.length - 1;
  return top;
});
