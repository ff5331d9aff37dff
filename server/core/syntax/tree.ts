import { remember, type Remembering } from './memo';
import { splice, type LineChange, type Range, type TextEdit, TextLines } from '../text/lines';

/** The languages whose files make up a cluster; `plain` files (compose, SQL, JSON) are read by other means. */
export type LanguageId = 'mycnf' | 'corosync' | 'haproxy' | 'crm' | 'cib' | 'keepalived' | 'plain';

/** Characters `start` up to `end` of one line, counted from the line's start. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

/** What a piece of a line is, for highlighting and for the property that pieces tile the line. */
export type PieceKind =
  | 'blank'
  | 'comment'
  | 'section'
  | 'name'
  | 'keyword'
  | 'operator'
  | 'value'
  | 'string'
  | 'number'
  | 'reference'
  | 'invalid';

export interface Piece extends Slice {
  readonly kind: PieceKind;
}

/** Something a line cannot be read as. `code` names a rule's concern, the rule words the message. */
export interface Problem extends Slice {
  readonly code: string;
}

/** One line, read. It knows nothing of its place, so an edit elsewhere leaves it as it is. */
export interface Line {
  readonly text: string;
  readonly problems?: readonly Problem[];
}

/**
 * A run of lines that belong together: an option group, a section. Kept by identity until one of its lines
 * changes, so everything computed from a block can be remembered under it (see `perBlock`).
 */
export class Block<L extends Line = Line> implements Remembering {
  readonly memo: unknown[] = [];

  constructor(
    readonly document: Document<L>,
    readonly lines: readonly L[],
  ) {}
}

/**
 * A stretch of one line of a block, `line` counted from the block's first line. It stays right when lines are
 * added elsewhere in the file; `rangeOf` turns it into absolute positions at the last moment.
 */
export interface Span extends Slice {
  readonly block: Block;
  readonly line: number;
  /** The text is not what is meant: it only shows where something is said that no file holds. It is never edited. */
  readonly isStandIn?: true;
}

/** How one language makes lines and blocks. Its functions are total: there is no text they refuse. */
export interface Grammar<L extends Line = Line> {
  readonly language: LanguageId;
  readLine(text: string): L;
  /** The pieces of a line in order, without a gap, from 0 to its length. */
  pieces(line: L): readonly Piece[];
  /**
   * Decides, line after line from a block's first line on, whether the next line opens another block.
   * `depth` is what `depthAfter` made of the lines so far.
   */
  opensBlock(line: L, depth: number): boolean;
  /** Nesting depth behind a line, where sections nest or statements go on. */
  depthAfter?(line: L, depth: number): number;
}

/** An open or closed file: its text and what was read from it, updated in place edit by edit. */
export class Document<L extends Line = Line> {
  /** Rises with every edit; equal numbers mean equal text. */
  version = 0;
  private readonly text_: TextLines;
  private readonly nodes: L[];
  private blocks_: Block<L>[] = [];
  private starts: Map<Block, number> | undefined;

  /**
   * @param uri   the file's URI
   * @param path  the path below the workspace root, with `/`, for people and for finding the file's host
   */
  constructor(
    readonly uri: string,
    readonly path: string,
    readonly grammar: Grammar<L>,
    text: string,
  ) {
    this.text_ = new TextLines(text);
    this.nodes = this.text_.slice(0, this.text_.count).map((line) => grammar.readLine(line));
    this.regroup({ from: 0, removed: 0, inserted: this.nodes.length });
  }

  get language(): LanguageId {
    return this.grammar.language;
  }

  get blocks(): readonly Block<L>[] {
    return this.blocks_;
  }

  get lines(): TextLines {
    return this.text_;
  }

  get text(): string {
    return this.text_.text;
  }

  /** Applies edits one after the other, each against the outcome of the one before. */
  edit(edits: readonly TextEdit[]): void {
    for (const edit of edits) {
      const change = this.text_.edit(edit);
      const texts = this.text_.slice(change.from, change.from + change.inserted);
      splice(
        this.nodes,
        change.from,
        change.removed,
        texts.map((text) => this.grammar.readLine(text)),
      );
      this.regroup(change);
    }
    this.version++;
  }

  /** The number of a block's first line, or undefined when the block is of an older text. */
  startOf(block: Block): number | undefined {
    if (!this.starts) {
      this.starts = new Map();
      let line = 0;
      for (const each of this.blocks_) {
        this.starts.set(each, line);
        line += each.lines.length;
      }
    }
    return this.starts.get(block);
  }

  /** The block that holds a line, with the line's number inside the block. */
  blockAt(line: number): { block: Block<L>; line: number } | undefined {
    let start = 0;
    for (const block of this.blocks_) {
      if (line < start + block.lines.length) return { block, line: line - start };
      start += block.lines.length;
    }
    return undefined;
  }

  /**
   * Makes blocks of the changed lines and keeps all others. Reading starts at the block before the change, whose
   * last line may now continue, and stops at the first old block that begins where a new one does.
   */
  private regroup(change: LineChange): void {
    let first = 0;
    let line = 0;
    for (; first < this.blocks_.length; first++) {
      const next = line + (this.blocks_[first] as Block<L>).lines.length;
      if (next >= change.from) break;
      line = next;
    }
    const moved = change.inserted - change.removed;
    const made: Block<L>[] = [];
    let old = first;
    let oldStart = line + moved;
    while (line < this.nodes.length) {
      while (old < this.blocks_.length && oldStart < line) oldStart += (this.blocks_[old++] as Block<L>).lines.length;
      const untouched = line >= change.from + change.inserted;
      if (untouched && oldStart === line && old < this.blocks_.length) break;
      const end = this.endOfBlock(line);
      made.push(new Block(this, this.nodes.slice(line, end)));
      line = end;
    }
    const removed = (line < this.nodes.length ? old : this.blocks_.length) - first;
    splice(this.blocks_, first, removed, made);
    this.starts = undefined;
  }

  private endOfBlock(start: number): number {
    const depthAfter = this.grammar.depthAfter?.bind(this.grammar);
    let depth = 0;
    for (let line = start; line < this.nodes.length; line++) {
      const node = this.nodes[line] as L;
      if (line > start && this.grammar.opensBlock(node, depth)) return line;
      if (depthAfter) depth = depthAfter(node, depth);
    }
    return this.nodes.length;
  }
}

/** The absolute range of a span, or undefined when the text has moved on and the block is gone. */
export function rangeOf(span: Span): Range | undefined {
  const start = span.block.document.startOf(span.block);
  if (start === undefined) return undefined;
  const line = start + span.line;
  return { start: { line, character: span.start }, end: { line, character: span.end } };
}

/** Remembers what `compute` makes of a block for as long as the block lives. */
export function perBlock<L extends Line, T>(compute: (block: Block<L>) => T): (block: Block<L>) => T {
  return remember(compute);
}

/** The whole of a line as a span, without the blanks around it. */
export function lineSpan(block: Block, line: number): Span {
  const text = block.lines[line]?.text ?? '';
  const start = text.length - text.trimStart().length;
  return { block, line, start, end: Math.max(start, text.trimEnd().length) };
}

/** What stands in a span. */
export function spanText({ block, line, start, end }: Span): string {
  return (block.lines[line]?.text ?? '').slice(start, end);
}
