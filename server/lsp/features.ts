import { type DocumentSymbol, type Hover, MarkupKind, SymbolKind } from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import { hover } from '../core/features/hover';
import { outline, type OutlineItem } from '../core/features/outline';
import { type Document, rangeOf } from '../core/syntax/tree';
import type { Position } from '../core/text/lines';
import type { Workspace } from '../core/workspace';

export function hoverAt(
  document: Document,
  position: Position,
  workspace: Workspace,
  catalogs: Catalogs,
): Hover | null {
  const found = hover(document, position, workspace.model, catalogs, workspace.documents);
  const range = found && rangeOf(found.span);
  return found && range ? { range, contents: { kind: MarkupKind.Markdown, value: found.markdown } } : null;
}

export function symbolsOf(document: Document, { model }: Workspace): DocumentSymbol[] {
  return outline(document, model).flatMap(toSymbol);
}

function toSymbol(item: OutlineItem): DocumentSymbol[] {
  const selectionRange = rangeOf(item.span);
  const last = rangeOf(item.last);
  if (!selectionRange || !last) return [];
  const kind = item.kind === 'section' ? SymbolKind.Module : SymbolKind.Property;
  const range = { start: selectionRange.start, end: last.end };
  const children = item.children.flatMap(toSymbol);
  // Most entries are leaves, and thousands of empty lists and texts are a part of the answer's cost.
  return [
    {
      name: item.name,
      kind,
      range,
      selectionRange,
      ...(item.detail !== '' && { detail: item.detail }),
      ...(children.length > 0 && { children }),
    },
  ];
}
