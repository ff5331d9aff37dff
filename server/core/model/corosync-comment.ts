import type { CorosyncPair } from '../syntax/corosync';
import type { Span } from '../syntax/tree';

/** What was meant as a comment behind a value, from its `#` on; corosync takes it for a part of the value. */
export interface InlineComment {
  /** The value without the comment; empty when nothing else stands there. */
  readonly value: string;
  readonly text: string;
  readonly span: Span;
}

/** The comment somebody put behind a value. A `#` inside a word is no comment to anybody. */
export function inlineComment({ value, valueSpan }: CorosyncPair): InlineComment | undefined {
  const at = value.search(/(?<=^|\s)#/);
  if (at < 0) return undefined;
  return {
    value: value.slice(0, at).trimEnd(),
    text: value.slice(at),
    span: { ...valueSpan, start: valueSpan.start + at },
  };
}
