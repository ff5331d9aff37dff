import type { Document, Span } from '../syntax/tree';
import type { TextEdit } from '../text/lines';

export type Severity = 'error' | 'warning' | 'info';

/** Another line that takes part in a finding: the first use of an id, the list that lacks an address. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** One change of text. `text` of an insertion is a whole line without its end. */
export type Edit =
  | { readonly kind: 'replace'; readonly span: Span; readonly text: string }
  | { readonly kind: 'insert-after'; readonly span: Span; readonly text: string }
  | { readonly kind: 'insert-before'; readonly span: Span; readonly text: string }
  | { readonly kind: 'delete-line'; readonly span: Span }
  | { readonly kind: 'append'; readonly document: Document; readonly text: string };

/**
 * A change that removes a finding, in every file it takes.
 *
 * `safe` means: the daemons read the same or what the user plainly meant, so `fix` may apply it unasked.
 */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** What a rule says: where, what, with what other lines, and how to mend it. Fixes are made only when asked for. */
export interface Report {
  readonly span: Span;
  readonly message: string;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly fixes?: () => readonly Fix[];
}

/** A report with the rule that made it and the host and cluster it concerns. */
export interface Finding extends Report {
  readonly rule: string;
  readonly severity: Severity;
  readonly document: Document;
  readonly host: string | undefined;
  readonly cluster: string | undefined;
}

/** Puts `text` in the place of a span. */
export const replace = (span: Span, text: string): Edit => ({ kind: 'replace', span, text });
/** Adds a line behind the span's line, indented like it. */
export const insertAfter = (span: Span, text: string): Edit => ({ kind: 'insert-after', span, text });
/** Adds a line before the span's line, indented like it. */
export const insertBefore = (span: Span, text: string): Edit => ({ kind: 'insert-before', span, text });
/** Takes the span's whole line out. */
export const deleteLine = (span: Span): Edit => ({ kind: 'delete-line', span });
/** Adds text at the very end of a file. */
export const append = (document: Document, text: string): Edit => ({ kind: 'append', document, text });

/** A text edit in one document. */
export interface DocumentEdit extends TextEdit {
  readonly document: Document;
}

/**
 * Turns edits into absolute ones against the documents as they are now.
 *
 * @returns undefined when a span's text has changed since the finding was made: such a fix is stale.
 */
export function absolute(edits: readonly Edit[]): DocumentEdit[] | undefined {
  const made: DocumentEdit[] = [];
  for (const edit of edits) {
    const one = edit.kind === 'append' ? appended(edit.document, edit.text) : placed(edit);
    if (!one) return undefined;
    made.push(one);
  }
  return made;
}

function appended(document: Document, text: string): DocumentEdit {
  const line = document.lines.count - 1;
  const end = { line, character: document.lines.line(line).length };
  return { document, range: { start: end, end }, newText: text.replaceAll('\n', document.lines.newline) };
}

function placed(edit: Exclude<Edit, { kind: 'append' }>): DocumentEdit | undefined {
  const { block, line: inBlock, start, end } = edit.span;
  const document = block.document;
  const first = document.startOf(block);
  if (first === undefined) return undefined;
  const line = first + inBlock;
  const text = document.lines.line(line);
  const newline = document.lines.newline;
  const indent = text.slice(0, text.length - text.trimStart().length);
  const at = (position: number) => ({ line, character: position });
  const isLast = line === document.lines.count - 1;
  switch (edit.kind) {
    case 'replace':
      return { document, range: { start: at(start), end: at(end) }, newText: edit.text.replaceAll('\n', newline) };
    case 'insert-after':
      return { document, range: { start: at(text.length), end: at(text.length) }, newText: newline + indent + edit.text };
    case 'insert-before':
      return { document, range: { start: at(0), end: at(0) }, newText: indent + edit.text + newline };
    case 'delete-line':
      return isLast
        ? { document, range: { start: line ? { line: line - 1, character: document.lines.line(line - 1).length } : at(0), end: at(text.length) }, newText: '' }
        : { document, range: { start: at(0), end: { line: line + 1, character: 0 } }, newText: '' };
  }
}
