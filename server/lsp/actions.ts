import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { planFixes } from '../core/fixing';
import { absolute, type DocumentEdit, type Finding } from '../core/rules/finding';
import { suppressionEdit } from '../core/rules/suppression';
import { type Document, rangeOf } from '../core/syntax/tree';
import type { Workspace } from '../core/workspace';
import { fixAllKind } from './capabilities';
import { type EditTarget, toDiagnostic, toWorkspaceEdit } from './convert';

/** What can be done about findings at a place: mend one, mend all of its rule in all files, or silence it. */
export function codeActions(
  { context, range }: CodeActionParams,
  document: Document,
  workspace: Workspace,
  target: EditTarget,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    !context.only || context.only.some((each) => each === '' || kind === each || kind.startsWith(each + '.'));
  const edit: ToEdit = (edits) => toWorkspaceEdit(edits, target);
  const found = workspace.findings(document);
  const here = found.filter((finding) => touches(finding, range));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const finding of here) actions.push(...fixesOf(finding, edit));
    for (const rule of new Set(here.map((finding) => finding.rule)))
      actions.push(...fixAllOfRule(rule, workspace, edit));
    for (const finding of onePerLine(here)) actions.push(...silence(finding, edit));
  }
  if (wants(fixAllKind)) actions.push(...fixAllOfFile(found, document, edit));
  return actions;
}

type ToEdit = (edits: readonly DocumentEdit[]) => ReturnType<typeof toWorkspaceEdit>;

function fixesOf(finding: Finding, edit: ToEdit): CodeAction[] {
  const diagnostic = toDiagnostic(finding);
  if (!diagnostic) return [];
  return (finding.fixes?.() ?? []).flatMap((fix, index) => {
    const edits = absolute(fix.edits);
    if (!edits) return [];
    const isPreferred = index === 0 && fix.safe;
    return [
      { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred, edit: edit(edits) },
    ];
  });
}

/** One action for all findings of a rule in the workspace, offered where there are several. */
function fixAllOfRule(rule: string, workspace: Workspace, edit: ToEdit): CodeAction[] {
  const all = workspace.documents
    .flatMap((document) => workspace.findings(document))
    .filter((finding) => finding.rule === rule);
  const { edits, chosen } = planFixes(all, () => true);
  if (chosen.length < 2) return [];
  const title = `Fix all ${chosen.length} findings of ${rule}`;
  return [{ title, kind: CodeActionKind.QuickFix, edit: edit(edits) }];
}

/** What an editor may do unasked when it saves a file: only fixes that stay in this file, because others are not saved. */
function fixAllOfFile(found: readonly Finding[], document: Document, edit: ToEdit): CodeAction[] {
  const staysHere = (edits: readonly DocumentEdit[] | undefined): boolean =>
    edits?.every((each) => each.document === document) ?? false;
  const { edits } = planFixes(found, (fix) => fix.safe && staysHere(absolute(fix.edits)));
  if (edits.length === 0) return [];
  return [{ title: 'Fix all safe findings of this file', kind: fixAllKind, edit: edit(edits) }];
}

/** A comment above the line, in the languages that have comments and rules. */
function silence(finding: Finding, edit: ToEdit): CodeAction[] {
  const edits = finding.document.language === 'plain' ? undefined : absolute([suppressionEdit(finding)]);
  const diagnostic = toDiagnostic(finding);
  if (!edits || !diagnostic) return [];
  const title = `Ignore ${finding.rule} here`;
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit: edit(edits) }];
}

/** One comment silences every finding of its rule on a line. */
function onePerLine(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of findings) {
    const name = `${finding.rule} ${rangeOf(finding.span)?.start.line}`;
    if (!seen.has(name)) seen.set(name, finding);
  }
  return [...seen.values()];
}

function touches(finding: Finding, range: CodeActionParams['range']): boolean {
  const own = rangeOf(finding.span);
  return own !== undefined && own.start.line <= range.end.line && own.end.line >= range.start.line;
}
