import type { Document, Slice, Span } from '../syntax/tree';
import { lineAt } from '../text/line-starts';
import type { Position } from '../text/lines';

/** Something a compose file, a manifest or an inventory cannot be read as; what could be read is used all the same. */
export interface SourceProblem {
  readonly span: Span;
  /** For people, without a full stop. */
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

/** A document's text for parsers that count characters from its start, and the way back from there to spans. */
export class SourceText {
  /** The whole text without its byte order mark; offsets are UTF-16 units in it. */
  readonly text: string;
  private readonly starts: number[] = [0];

  constructor(readonly document: Document) {
    const { text, lines } = document;
    this.text = lines.byteOrderMark ? text.slice(1) : text;
    for (let feed = this.text.indexOf('\n'); feed >= 0; feed = this.text.indexOf('\n', feed + 1)) {
      this.starts.push(feed + 1);
    }
  }

  /** The span of characters `start` up to `end`. A span has one line, so a longer stretch ends with its first line. */
  span(start: number, end: number): Span {
    const line = lineAt(this.starts, start);
    const from = this.starts[line] as number;
    const length = this.document.lines.line(line).length;
    const first = Math.min(Math.max(0, start - from), length);
    const place = this.document.blockAt(line) as { block: Span['block']; line: number };
    return { ...place, start: first, end: Math.min(Math.max(first, end - from), length) };
  }

  /** The offset of a position; of one behind the end of its line that end. */
  offset({ line, character }: Position): number {
    const start = this.starts[line] ?? this.text.length;
    return start + Math.min(character, this.document.lines.line(line).length);
  }

  /** The characters `start` up to `end` as they stand there. */
  piece(start: number, end: number): TracedText {
    const origins = Array.from({ length: end - start }, (_, at) => ({
      start: start + at,
      end: start + at + 1,
    }));
    return new TracedText(this, this.text.slice(start, end), origins, { start, end });
  }
}

/** Where a character stands. Those of a variable without a value are marked: what will be there is not known. */
interface Origin extends Slice {
  readonly unknown?: true;
}

/**
 * A decoded text whose every character knows where it was written, so that words of a folded command, or a value
 * that came out of a `${VARIABLE}`, still have exact spans.
 */
export class TracedText {
  /**
   * @param origins where each character of `text` stands in the source
   * @param whole   where the text as a whole stands; it places empty texts
   */
  constructor(
    private readonly source: SourceText,
    readonly text: string,
    private readonly origins: readonly Origin[],
    private readonly whole: Slice,
  ) {}

  get span(): Span {
    return this.source.span(this.whole.start, this.whole.end);
  }

  /** False when a variable in it has no value in any file; the reference then stands in `text`. */
  get known(): boolean {
    return !this.origins.some((origin) => origin.unknown);
  }

  /** Characters `from` up to `to` of the decoded text. */
  slice(from: number, to = this.text.length): TracedText {
    if (from === 0 && to === this.text.length) return this;
    const first = this.origins[from];
    const last = this.origins[to - 1];
    const end = last?.end ?? this.whole.start;
    const whole = { start: from < to && first ? first.start : end, end };
    return new TracedText(this.source, this.text.slice(from, to), this.origins.slice(from, to), whole);
  }

  /** Another text in the place of this one. */
  replaced(text: string): TracedText {
    return new TracedText(
      this.source,
      text,
      Array.from({ length: text.length }, () => this.whole),
      this.whole,
    );
  }

  /** The same text, marked as not known. */
  asUnknown(): TracedText {
    const origins = this.origins.map(({ start, end }): Origin => ({ start, end, unknown: true }));
    return new TracedText(this.source, this.text, origins, this.whole);
  }

  /** Parts of this text put together again, standing where this text stands. */
  joined(parts: readonly TracedText[]): TracedText {
    const text = parts.map((part) => part.text).join('');
    return new TracedText(
      this.source,
      text,
      parts.flatMap((part) => part.origins),
      this.whole,
    );
  }
}
