import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { absolute, type DocumentEdit, type Finding } from '../core/rules/finding';
import { planFixes } from '../core/fixing';
import { suppressionEdit } from '../core/rules/suppression';
import { rangeOf } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import { toDiagnostic, toWorkspaceEdit } from './convert';

const fixAllKind = `${CodeActionKind.SourceFixAll}.quorate`;

/** What can be done about findings at a place: mend one, mend all of its rule in all files, or silence it. */
export function codeActions(params: CodeActionParams, workspace: Workspace, found: readonly Finding[], versionOf: (uri: string) => number | null): CodeAction[] {
  const { only } = params.context;
  const wants = (kind: string): boolean => !only || only.some((each) => kind === each || kind.startsWith(each + '.'));
  const edit = (edits: readonly DocumentEdit[]) => toWorkspaceEdit(edits, versionOf);
  const here = found.filter((finding) => touches(finding, params.range));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const finding of here) actions.push(...fixesOf(finding, edit));
    for (const rule of new Set(here.map((finding) => finding.rule))) actions.push(...fixAllOfRule(rule, workspace, edit));
    for (const finding of here) actions.push(...silence(finding, edit));
  }
  if (wants(fixAllKind)) {
    const { edits } = planFixes(found, (fix) => fix.safe);
    if (edits.length > 0) actions.push({ title: 'Fix all safe findings of this file', kind: fixAllKind, edit: edit(edits) });
  }
  return actions;
}

type ToEdit = (edits: readonly DocumentEdit[]) => ReturnType<typeof toWorkspaceEdit>;

function fixesOf(finding: Finding, edit: ToEdit): CodeAction[] {
  const diagnostic = toDiagnostic(finding);
  if (!diagnostic) return [];
  return (finding.fixes?.() ?? []).flatMap((fix, index) => {
    const edits = absolute(fix.edits);
    if (!edits) return [];
    return [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: index === 0 && fix.safe, edit: edit(edits) }];
  });
}

/** One action for all findings of a rule in the workspace, offered where there are several. */
function fixAllOfRule(rule: string, workspace: Workspace, edit: ToEdit): CodeAction[] {
  const all = workspace.documents.flatMap((document) => workspace.findings(document)).filter((finding) => finding.rule === rule);
  const { edits, chosen } = planFixes(all, () => true);
  if (chosen.length < 2) return [];
  return [{ title: `Fix all ${chosen.length} findings of ${rule}`, kind: CodeActionKind.QuickFix, edit: edit(edits) }];
}

function silence(finding: Finding, edit: ToEdit): CodeAction[] {
  const edits = absolute([suppressionEdit(finding)]);
  const diagnostic = toDiagnostic(finding);
  if (!edits || !diagnostic) return [];
  return [{ title: `Ignore ${finding.rule} here`, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: edit(edits) }];
}

function touches(finding: Finding, range: CodeActionParams['range']): boolean {
  const own = rangeOf(finding.span);
  return own !== undefined && own.start.line <= range.end.line && own.end.line >= range.start.line;
}
