import {
  type CompletionItem,
  CompletionItemKind,
  type DocumentSymbol,
  type Hover,
  MarkupKind,
  SymbolKind,
} from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import { complete } from '../core/features/completion';
import { hover } from '../core/features/hover';
import type { Completion } from '../core/features/answers';
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
  const found = hover(document, position, workspace.model, catalogs);
  const range = found && rangeOf(found.span);
  return found && range ? { range, contents: { kind: MarkupKind.Markdown, value: found.markdown } } : null;
}

const completionKinds: Record<Completion['kind'], CompletionItemKind> = {
  name: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  section: CompletionItemKind.Module,
  reference: CompletionItemKind.Reference,
};

export function completeAt(
  document: Document,
  position: Position,
  workspace: Workspace,
  catalogs: Catalogs,
): CompletionItem[] {
  return complete(document, position, workspace.model, catalogs).flatMap((each): CompletionItem[] => {
    const range = rangeOf(each.span);
    if (!range) return [];
    return [
      {
        label: each.label,
        kind: completionKinds[each.kind],
        textEdit: { range, newText: each.insert },
        ...(each.detail && { detail: each.detail }),
        ...(each.documentation && { documentation: { kind: MarkupKind.Markdown, value: each.documentation } }),
        // What only the cluster knows comes first.
        sortText: `${each.kind === 'reference' ? 0 : 1}${each.label}`,
      },
    ];
  });
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
  return [
    { name: item.name, detail: item.detail, kind, range, selectionRange, children: item.children.flatMap(toSymbol) },
  ];
}
