import type { Document, Span } from '../syntax/tree';
import type { TextEdit } from '../text/lines';

export type Severity = 'error' | 'warning' | 'info';

/** Another line that takes part in a finding: the first use of an id, the list that lacks an address. */
export interface Related {
  readonly span: Span;
  readonly message: string;
}

/** One change of text. `text` of an insertion is one whole line or several, without the last one's end. */
export type Edit =
  | { readonly kind: 'replace'; readonly span: Span; readonly text: string }
  | { readonly kind: 'insert-after'; readonly span: Span; readonly text: string }
  | { readonly kind: 'insert-before'; readonly span: Span; readonly text: string }
  | { readonly kind: 'delete-lines'; readonly span: Span; readonly last: Span }
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
  /** The program that reads this file refuses to start with it; tests hold this claim against the real daemons. */
  readonly fatal?: true;
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
/** Adds text right behind a span, in its line. */
export const insertBehind = (span: Span, text: string): Edit => replace({ ...span, start: span.end }, text);
/** Adds lines behind the span's line, indented like it. */
export const insertAfter = (span: Span, text: string): Edit => ({ kind: 'insert-after', span, text });
/** Adds lines before the span's line, indented like it. */
export const insertBefore = (span: Span, text: string): Edit => ({ kind: 'insert-before', span, text });
/** Takes the span's whole line out. */
export const deleteLine = (span: Span): Edit => deleteLines(span, span);
/** Takes whole lines out: those of both spans, which may lie in different blocks, and all between them. */
export const deleteLines = (span: Span, last: Span): Edit => ({ kind: 'delete-lines', span, last });
/** Adds text at the very end of a file. */
export const append = (document: Document, text: string): Edit => ({ kind: 'append', document, text });

/** A text edit in one document. */
export interface DocumentEdit extends TextEdit {
  readonly document: Document;
}

/**
 * Turns edits into absolute ones against the documents as they are now.
 *
 * @returns undefined when a span's text has changed since the finding was made: such a fix is stale. So is one of what
 * no file holds.
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
  const document = edit.span.block.document;
  const line = lineOf(edit.span);
  if (line === undefined || edit.span.isStandIn) return undefined;
  const text = document.lines.line(line);
  const newline = document.lines.newline;
  const indent = text.slice(0, text.length - text.trimStart().length);
  const indented = (added: string): string =>
    added
      .split('\n')
      .map((each) => (each === '' ? '' : indent + each))
      .join(newline);
  const at = (position: number) => ({ line, character: position });
  switch (edit.kind) {
    case 'replace':
      return {
        document,
        range: { start: at(edit.span.start), end: at(edit.span.end) },
        newText: edit.text.replaceAll('\n', newline),
      };
    case 'insert-after':
      return {
        document,
        range: { start: at(text.length), end: at(text.length) },
        newText: newline + indented(edit.text),
      };
    case 'insert-before':
      return { document, range: { start: at(0), end: at(0) }, newText: indented(edit.text) + newline };
    case 'delete-lines': {
      const last = lineOf(edit.last);
      return last === undefined ? undefined : { document, range: wholeLines(document, line, last), newText: '' };
    }
  }
}

function lineOf({ block, line }: Span): number | undefined {
  const first = block.document.startOf(block);
  return first === undefined ? undefined : first + line;
}

/** Lines with their ends; at the end of a file without a final newline the end of the line before goes instead. */
function wholeLines({ lines }: Document, first: number, last: number): DocumentEdit['range'] {
  if (last < lines.count - 1) return { start: { line: first, character: 0 }, end: { line: last + 1, character: 0 } };
  const start = first > 0 ? { line: first - 1, character: lines.line(first - 1).length } : { line: 0, character: 0 };
  return { start, end: { line: last, character: lines.line(last).length } };
}
