import { lineAt } from '../text/line-starts';
import type { Block, Span } from './tree';

/** A block's lines as one text, and the way from its offsets back to lines. */
export class LineOffsets {
  readonly text: string;
  private readonly starts: number[] = [];

  constructor(private readonly block: Block) {
    let length = 0;
    for (const line of block.lines) {
      this.starts.push(length);
      length += line.text.length + 1;
    }
    this.text = block.lines.map((line) => line.text).join('\n');
  }

  /** Where characters `start` up to `end` of the text stand; at most the rest of the line they begin on. */
  span(start: number, end: number): Span {
    const line = lineAt(this.starts, start);
    const from = this.starts[line] as number;
    const length = this.block.lines[line]?.text.length ?? 0;
    return { block: this.block, line, start: start - from, end: Math.min(end - from, length) };
  }
}
