/** A place in a text: line and UTF-16 character, both counted from 0, as the language server protocol does. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Characters from `start` up to, but not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Replaces `range` by `text`. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Which lines an edit touched: `removed` lines from `from` on gave way to `inserted` ones. */
export interface LineChange {
  readonly from: number;
  readonly removed: number;
  readonly inserted: number;
}

type LineEnd = '' | '\n' | '\r\n';

/**
 * A text kept as lines and edited in place, so that one keystroke in a file of 50,000 lines costs one line.
 *
 * Line ends are kept per line and survive every edit, and so does a byte order mark, which is held apart because
 * no editor counts it as a character. A lone carriage return is data, as it is for the daemons that read the files.
 */
export class TextLines {
  readonly byteOrderMark: boolean;
  private readonly lines: string[] = [];
  private readonly ends: LineEnd[] = [];

  constructor(text: string) {
    this.byteOrderMark = text.charCodeAt(0) === 0xfeff;
    this.append(this.byteOrderMark ? text.slice(1) : text);
  }

  /** Number of lines; a text that ends in a line feed has an empty last line. */
  get count(): number {
    return this.lines.length;
  }

  /** The line without its end; empty beyond the last line. */
  line(index: number): string {
    return this.lines[index] ?? '';
  }

  /** Lines `from` up to `to`, without their ends. */
  slice(from: number, to: number): string[] {
    return this.lines.slice(from, to);
  }

  /** Whether the text is empty or its last character is a line feed. */
  get endsInNewline(): boolean {
    return this.line(this.count - 1) === '';
  }

  /** The line end this text uses, for lines that are to be inserted. */
  get newline(): '\n' | '\r\n' {
    return this.ends[0] === '\r\n' ? '\r\n' : '\n';
  }

  /** The whole text, byte order mark included. */
  get text(): string {
    const body = this.lines.map((line, index) => line + (this.ends[index] ?? '')).join('');
    return this.byteOrderMark ? '\ufeff' + body : body;
  }

  /** Applies one edit. Positions beyond a line or the text are moved to its end, as the protocol asks. */
  edit(edit: TextEdit): LineChange {
    const [start, end] = inOrder(this.clamp(edit.range.start), this.clamp(edit.range.end));
    const head = this.line(start.line).slice(0, start.character);
    const tail = this.line(end.line).slice(end.character);
    const tailEnd = this.ends[end.line] ?? '';
    // Split together with its end, because a carriage return that comes to stand before a line feed is part of it.
    const { lines, ends } = splitLines(head + edit.newText + tail + tailEnd);
    if (tailEnd !== '') {
      lines.pop();
      ends.pop();
    }
    const removed = end.line - start.line + 1;
    splice(this.lines, start.line, removed, lines);
    splice(this.ends, start.line, removed, ends);
    return { from: start.line, removed, inserted: lines.length };
  }

  private clamp(position: Position): Position {
    if (position.line >= this.count) return { line: this.count - 1, character: this.line(this.count - 1).length };
    const character = Math.max(0, Math.min(position.character, this.line(position.line).length));
    return { line: Math.max(0, position.line), character };
  }

  private append(text: string): void {
    const { lines, ends } = splitLines(text);
    splice(this.lines, 0, 0, lines);
    splice(this.ends, 0, 0, ends);
  }
}

function splitLines(text: string): { lines: string[]; ends: LineEnd[] } {
  const lines: string[] = [];
  const ends: LineEnd[] = [];
  let start = 0;
  for (let feed = text.indexOf('\n'); feed >= 0; feed = text.indexOf('\n', start)) {
    const carriageReturn = feed > start && text.charCodeAt(feed - 1) === 13;
    lines.push(text.slice(start, carriageReturn ? feed - 1 : feed));
    ends.push(carriageReturn ? '\r\n' : '\n');
    start = feed + 1;
  }
  lines.push(text.slice(start));
  ends.push('');
  return { lines, ends };
}

/** `Array.splice` in portions, because spreading a file of 100,000 lines into one call overflows the stack. */
export function splice<T>(array: T[], at: number, removed: number, inserted: readonly T[]): void {
  if (inserted.length < 10_000) {
    array.splice(at, removed, ...inserted);
    return;
  }
  const tail = array.splice(at);
  for (const item of inserted) array.push(item);
  for (let index = removed; index < tail.length; index++) array.push(tail[index] as T);
}

/**
 * Applies edits that do not overlap, all of them against the text as it is. Texts inserted at one place end up in
 * the order of the edits, as the protocol asks.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const lines = new TextLines(text);
  for (const edit of [...edits].reverse().sort(fromTheEnd)) lines.edit(edit);
  return lines.text;
}

/** Of two edits that begin at one place, the one that replaces something goes first. */
function fromTheEnd(a: TextEdit, b: TextEdit): number {
  return compare(b.range.start, a.range.start) || compare(b.range.end, a.range.end);
}

function inOrder(a: Position, b: Position): [Position, Position] {
  return compare(a, b) <= 0 ? [a, b] : [b, a];
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
