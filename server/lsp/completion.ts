import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type SignatureHelp,
} from 'vscode-languageserver';
import type { Catalogs } from '../core/catalog/catalogs';
import type { Completion, Topic } from '../core/features/answers';
import { complete, documentationOf } from '../core/features/completion';
import { signatureAt } from '../core/features/signature';
import { type Document, rangeOf } from '../core/syntax/tree';
import type { Position } from '../core/text/lines';
import type { Workspace } from '../core/workspace';

const kinds: Record<Completion['kind'], CompletionItemKind> = {
  name: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  section: CompletionItemKind.Module,
  reference: CompletionItemKind.Reference,
  block: CompletionItemKind.Snippet,
};

/** What comes back with an item that an editor asks more of. */
interface ItemData {
  readonly uri: string;
  readonly topic: Topic;
}

/**
 * The proposals at a place. What they share is said once, where the editor understands that, and documentation is left
 * for when somebody looks: a list of all options with their texts would be 400 KB.
 */
export function completeAt(
  document: Document,
  position: Position,
  { model, documents }: Workspace,
  catalogs: Catalogs,
  client: ClientCapabilities,
): CompletionList | null {
  const found = complete(document, position, model, catalogs, documents);
  const range = found && rangeOf(found.span);
  if (!found || !range) return null;
  const { snippetSupport } = client.textDocument?.completion?.completionItem ?? {};
  const shared = client.textDocument?.completion?.completionList?.itemDefaults ?? [];
  const data: ItemData | undefined = found.topic && { uri: document.uri, topic: found.topic };
  const [sharesRange, sharesData] = [shared.includes('editRange'), shared.includes('data')];
  const items = found.items.map(({ label, kind, detail, insert, isFirst }): CompletionItem => {
    const hasPlaces = insert !== undefined && (kind === 'block' || insert.includes('$0'));
    const text = insert === undefined || snippetSupport || !hasPlaces ? insert : withoutPlaces(insert);
    return {
      label,
      kind: kinds[kind],
      ...(detail && { detail }),
      ...(sharesRange ? text !== undefined && { textEditText: text } : { textEdit: { range, newText: text ?? label } }),
      ...(hasPlaces && snippetSupport && { insertTextFormat: InsertTextFormat.Snippet }),
      // What only the cluster knows comes before all letters.
      ...(isFirst && { sortText: `0${label}` }),
      ...(!sharesData && data && kind === 'name' && { data }),
    };
  });
  const itemDefaults = { ...(sharesRange && { editRange: range }), ...(sharesData && data && { data }) };
  return {
    isIncomplete: found.isIncomplete,
    items,
    ...(Object.keys(itemDefaults).length > 0 && { itemDefaults }),
  };
}

/** A snippet as bare text. */
function withoutPlaces(snippet: string): string {
  return snippet
    .replace(/\$\{\d+(?::([^}]*)|\|([^,|}]*)[^}]*)\}/g, '$1$2')
    .replaceAll('$0', '')
    .replace(/\\([\\$}])/g, '$1');
}

/** Adds what is known of one proposal. */
export function resolveCompletion(
  item: CompletionItem,
  at: (uri: string) => { readonly document: Document; readonly workspace: Workspace } | undefined,
  catalogs: Catalogs,
): CompletionItem {
  const data = item.data as ItemData | undefined;
  const found = data && item.kind === CompletionItemKind.Property ? at(data.uri) : undefined;
  if (!data || !found) return item;
  const value = documentationOf(data.topic, item.label, found.document, found.workspace.model, catalogs);
  return value === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

export function signatureHelp(
  document: Document,
  position: Position,
  { model }: Workspace,
  catalogs: Catalogs,
): SignatureHelp | null {
  const found = signatureAt(document, position, model, catalogs);
  if (!found) return null;
  const documentation = { kind: MarkupKind.Markdown, value: found.documentation };
  return {
    signatures: found.forms.map(({ label, parameters }) => ({
      label,
      documentation,
      parameters: parameters.map(([start, end]) => ({ label: [start, end] })),
      activeParameter: Math.min(found.active, Math.max(0, parameters.length - 1)),
    })),
    activeSignature: 0,
    activeParameter: found.active,
  };
}
