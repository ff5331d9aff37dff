import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  ErrorCodes,
  type Location,
  type Range,
  ResponseError,
  SymbolKind,
  type SymbolInformation,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { documentLinks } from '../core/features/document-links';
import { highlightsAt } from '../core/features/references';
import { renameableAt, renameAt } from '../core/features/rename';
import { type WorkspaceSymbol, workspaceSymbols } from '../core/features/workspace-symbols';
import { type DocumentEdit } from '../core/rules/finding';
import { type Document, rangeOf, type Span } from '../core/syntax/tree';
import type { Position } from '../core/text/lines';
import type { Workspace } from '../core/workspace';
import { type EditTarget, toLocation, toWorkspaceEdit } from './convert';
import type { Folders } from './folders';

export function locationsOf(spans: readonly Span[]): Location[] {
  return spans.flatMap((span) => toLocation(span) ?? []);
}

export function highlightsOf(document: Document, position: Position, { model }: Workspace): DocumentHighlight[] {
  return highlightsAt(document, position, model).flatMap(({ span, isDefinition }) => {
    const range = rangeOf(span);
    return range ? [{ range, kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read }] : [];
  });
}

export function prepareRename(
  document: Document,
  position: Position,
  { model }: Workspace,
): { range: Range; placeholder: string } | null {
  const found = renameableAt(document, position, model);
  const range = found && rangeOf(found.span);
  return found && range ? { range, placeholder: found.name } : null;
}

/**
 * Renames in all files. What other proxies call by the same name is theirs: an editor that can ask is told to ask, in
 * any other it stays.
 *
 * @throws with the reason when the name cannot be had
 */
export function renamed(
  document: Document,
  position: Position,
  newName: string,
  workspace: Workspace,
  target: EditTarget,
): WorkspaceEdit {
  const found = renameAt(document, position, newName, workspace.model, workspace.documents);
  if ('refusal' in found) throw new ResponseError(ErrorCodes.InvalidRequest, found.refusal);
  const edit = toWorkspaceEdit(editsOf(found.spans, newName), target);
  if (!target.canAsk?.()) return edit;
  const asked = found.onTwins.length === 0 ? edit : withQuestion(edit, editsOf(found.onTwins, newName), twins, target);
  const { folder } = found;
  if (!folder || !target.renamesFiles?.()) return asked;
  const whole = withQuestion(asked, editsOf(folder.paths, newName), folders, target);
  // Last, because the edits before it name the files by where they are now.
  const [oldUri, newUri] = [uriOf(folder.from, folder.within), uriOf(folder.to, folder.within)];
  return {
    ...whole,
    documentChanges: [...(whole.documentChanges ?? []), { kind: 'rename', oldUri, newUri, annotationId: folders.id }],
  };
}

/** The URI of a path that is as a file's own path in its first parts. */
function uriOf(path: string, { uri, path: known }: Document): string {
  const root = uri.split('/').slice(0, -known.split('/').length);
  return [...root, ...path.split('/').map(encodeURIComponent)].join('/');
}

function editsOf(spans: readonly Span[], newText: string): DocumentEdit[] {
  return spans.flatMap((span) => {
    const range = rangeOf(span);
    return range ? [{ document: span.block.document, range, newText }] : [];
  });
}

/** What a person is asked about a part of an edit. */
interface Question {
  readonly id: string;
  readonly label: string;
  readonly description: string;
}

const twins: Question = {
  id: 'twin',
  label: 'The same name on other proxies',
  description: 'Another host has a haproxy.cfg of its own with this name; rename there too?',
};

const folders: Question = {
  id: 'folder',
  label: 'The folder of this host',
  description: 'It is named after the host; rename it too, with the paths that lead to it?',
};

function withQuestion(
  edit: WorkspaceEdit,
  edits: readonly DocumentEdit[],
  { id, label, description }: Question,
  target: EditTarget,
): WorkspaceEdit {
  const asked = (toWorkspaceEdit(edits, target).documentChanges ?? []).map((change) =>
    'edits' in change ? { ...change, edits: change.edits.map((each) => ({ ...each, annotationId: id })) } : change,
  );
  return {
    documentChanges: [...(edit.documentChanges ?? []), ...asked],
    changeAnnotations: { ...edit.changeAnnotations, [id]: { label, description, needsConfirmation: true } },
  };
}

const symbolKinds: Record<WorkspaceSymbol['kind'], SymbolKind> = {
  cluster: SymbolKind.Namespace,
  host: SymbolKind.Object,
  section: SymbolKind.Module,
  option: SymbolKind.Property,
};

export function symbolsNamed(query: string, workspaces: readonly Workspace[]): SymbolInformation[] {
  return workspaces.flatMap(({ model }) =>
    workspaceSymbols(query, model).flatMap(({ name, kind, container, span }) => {
      const location = toLocation(span);
      return location ? [{ name, kind: symbolKinds[kind], containerName: container, location }] : [];
    }),
  );
}

/** Links to files that are there. Those the model does not know are looked for in the folder. */
export async function linksOf(
  document: Document,
  workspace: Workspace,
  root: string,
  folders: Folders,
): Promise<DocumentLink[]> {
  const links = documentLinks(document, workspace.model);
  const found = await Promise.all(
    links.map(async ({ span, path, isKnown, tooltip }): Promise<DocumentLink[]> => {
      const range = rangeOf(span);
      const uri = workspace.document(path)?.uri ?? `${root}/${path.split('/').map(encodeURIComponent).join('/')}`;
      if (!range || !(isKnown || (await folders.has?.(root, path)))) return [];
      return [{ range, target: uri, tooltip }];
    }),
  );
  return found.flat();
}
