import type { ChangeAnnotation, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Catalogs } from '../core/catalog/catalogs';
import { type ComparedSetting, compareHosts, type Said } from '../core/features/compare';
import { ownersOf } from '../core/features/owner';
import type { Cluster } from '../core/model/cluster';
import { absolute, type DocumentEdit } from '../core/rules/finding';
import type { Document } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import { toLocation } from './convert';
import type { ComparedSettingView, ComparedValueView, ComparisonView, MakeEqualParams } from './protocol';

/** The clusters a file belongs to, compared host by host. */
export function viewComparison(document: Document, workspace: Workspace, catalogs: Catalogs): ComparisonView[] {
  return clustersOf(document, workspace).map((cluster) => ({
    cluster: cluster.name,
    programs: compareHosts(cluster, catalogs).map(({ program, hosts, settings, remark }) => ({
      program,
      hosts: hosts.map((host) => host.name),
      settings: settings.map(viewSetting),
      remark,
    })),
  }));
}

/** What makes all hosts equal, or undefined when the model has moved on or files cannot say it. */
export function equalizingEdits(
  { cluster: name, program, setting, host }: MakeEqualParams,
  document: Document,
  workspace: Workspace,
  catalogs: Catalogs,
): readonly DocumentEdit[] | undefined {
  const cluster = clustersOf(document, workspace).find((each) => each.name === name);
  const compared = cluster && compareHosts(cluster, catalogs)[program];
  const found = compared?.settings.find((each) => each.name === setting);
  const model = compared?.hosts.find((each) => each.name === host);
  const edits = model && found?.equalTo?.(model);
  return edits && absolute(edits);
}

/** The same edit, but an editor asks a person before it applies a piece of it, where it can. */
export function toBeConfirmed(edit: WorkspaceEdit, label: string): WorkspaceEdit {
  const id = 'quorate';
  const annotation: ChangeAnnotation = { label, needsConfirmation: true };
  const documentChanges = edit.documentChanges?.map((change) =>
    'edits' in change ? { ...change, edits: change.edits.map((each) => ({ ...each, annotationId: id })) } : change,
  );
  return documentChanges ? { documentChanges, changeAnnotations: { [id]: annotation } } : edit;
}

function clustersOf(document: Document, workspace: Workspace): Cluster[] {
  return [...new Set(ownersOf(workspace.model, document.path).map(({ cluster }) => cluster))];
}

function viewSetting({ name, verdict, why, said, equalTo }: ComparedSetting): ComparedSettingView {
  return { name, verdict, why, values: said.map((each) => viewValue(each, equalTo?.(each.host) !== undefined)) };
}

function viewValue(said: Said, canSpread: boolean): ComparedValueView {
  const location = said.span && toLocation(said.span);
  return {
    text: said.text,
    isDefault: said.origin === 'default',
    overruled: said.overruled ?? 0,
    place: said.span &&
      location && {
        uri: location.uri,
        path: said.span.block.document.path,
        line: location.range.start.line,
        start: location.range.start.character,
        end: location.range.end.character,
      },
    canSpread,
  };
}
