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
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= start) low = middle;
      else high = middle - 1;
    }
    const from = this.starts[low] as number;
    const length = this.block.lines[low]?.text.length ?? 0;
    return { block: this.block, line: low, start: start - from, end: Math.min(end - from, length) };
  }
}
