import {
  type CodeLens,
  type FoldingRange,
  FoldingRangeKind,
  type FormattingOptions,
  type InlayHint,
  InlayHintKind,
  type Position,
  type Range,
  type SelectionRange,
  type SemanticTokens,
  type TextEdit,
} from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import { codeLenses } from '../core/features/code-lenses';
import { folds } from '../core/features/folding';
import { format } from '../core/features/formatting';
import { inlayHints } from '../core/features/inlay-hints';
import { selectionAround } from '../core/features/selection';
import { semanticTokens } from '../core/features/semantic-tokens';
import { type Document, rangeOf } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import type { Settings } from './settings';

/** Lines above lines; a click on the one above line 1 shows the Hosts view. */
export function lensesOf(document: Document, { model }: Workspace, settings: Settings): CodeLens[] {
  if (!settings.isOn('codeLens.enabled')) return [];
  const top = { line: 0, character: 0 };
  return codeLenses(document, model).flatMap(({ span, title, leadsToHosts }): CodeLens[] => {
    const range = span ? rangeOf(span) : { start: top, end: top };
    return range ? [{ range, command: { title, command: leadsToHosts ? 'quorate.hosts.focus' : '' } }] : [];
  });
}

/** Hints of the kinds that are switched on, for the lines an editor shows. */
export function hintsOf(
  document: Document,
  range: Range,
  { model }: Workspace,
  catalogs: Catalogs,
  settings: Settings,
): InlayHint[] {
  const found = inlayHints(document, range.start.line, range.end.line + 1, model, catalogs);
  return found.flatMap(({ kind, span, label, tooltip }): InlayHint[] => {
    const place = rangeOf(span);
    if (!place || !settings.isOn(`inlayHints.${kind}`)) return [];
    return [
      {
        position: place.end,
        label,
        paddingLeft: true,
        ...(kind === 'units' && { kind: InlayHintKind.Type }),
        ...(tooltip && { tooltip }),
      },
    ];
  });
}

export function tokensOf(
  document: Document,
  range: Range | undefined,
  { model }: Workspace,
  { options }: Catalogs,
): SemanticTokens | null {
  if (isPlain(document)) return null;
  const [from, to] = linesOf(document, range);
  return { data: semanticTokens(document, from, to, model, options) };
}

export function foldsOf(document: Document): FoldingRange[] | null {
  if (isPlain(document)) return null;
  return folds(document).map(({ from, to, kind }) => ({
    startLine: from,
    endLine: to,
    kind: kind === 'comment' ? FoldingRangeKind.Comment : FoldingRangeKind.Region,
  }));
}

export function selectionsOf(document: Document, positions: readonly Position[]): SelectionRange[] | null {
  if (isPlain(document)) return null;
  return positions.map((position) => {
    const outward = selectionAround(document, position);
    const whole = outward.reduceRight<SelectionRange | undefined>(
      (parent, range) => (parent ? { range, parent } : { range }),
      undefined,
    );
    return whole ?? { range: { start: position, end: position } };
  });
}

export function formatting(document: Document, range: Range | undefined, options: FormattingOptions): TextEdit[] {
  const [from, to] = linesOf(document, range);
  return format(document, from, to, options.insertSpaces ? ' '.repeat(options.tabSize) : '\t');
}

/** First line and the one behind the last; a range that ends at the start of a line leaves that line out. */
function linesOf(document: Document, range: Range | undefined): [number, number] {
  if (!range) return [0, document.lines.count];
  const { start, end } = range;
  return [start.line, end.character === 0 && end.line > start.line ? end.line : end.line + 1];
}

/** YAML, JSON, SQL and scripts belong to other extensions: an empty answer of ours would hide theirs. */
function isPlain({ language }: Document): boolean {
  return language === 'plain';
}
