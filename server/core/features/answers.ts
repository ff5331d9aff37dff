import type { Span } from '../syntax/tree';

/** One proposal at the cursor. `documentation` is Markdown. */
export interface Completion {
  readonly label: string;
  readonly kind: 'name' | 'value' | 'section' | 'reference';
  readonly detail?: string;
  readonly documentation?: string;
  readonly insert: string;
  /** What the text replaces: the word under the cursor. */
  readonly span: Span;
}

/** What is said of the word under the cursor, in Markdown. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}
