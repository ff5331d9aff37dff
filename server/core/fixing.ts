import type { Document } from './syntax/tree';
import type { Workspace } from './workspace';
import { absolute, type DocumentEdit, type Finding, type Fix } from './rules/finding';

/** A fix that was chosen, with the finding it removes. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Fixes to apply together, and their edits against the texts as they are. */
export interface FixPlan {
  readonly chosen: readonly ChosenFix[];
  readonly edits: readonly DocumentEdit[];
}

/**
 * Chooses one fix for each finding, leaving out those whose edits would touch what another one already changes.
 * They are offered again once the first ones are applied and the files are judged anew.
 */
export function planFixes(findings: Iterable<Finding>, wants: (fix: Fix, finding: Finding) => boolean): FixPlan {
  const chosen: ChosenFix[] = [];
  const edits: DocumentEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes?.().find((each) => wants(each, finding));
    const made = fix && absolute(fix.edits);
    if (!fix || !made || made.length === 0) continue;
    const fresh = made.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => overlaps(edit, other)))) continue;
    chosen.push({ finding, fix });
    edits.push(...fresh);
  }
  return { chosen, edits };
}

/** Rounds of fixing and judging anew; a fix that keeps coming back stops here. */
const mostRounds = 10;

/** Applies fixes to a workspace in memory, round by round, until none is left. */
export function fixAll(workspace: Workspace, wants: (fix: Fix, finding: Finding) => boolean): ChosenFix[] {
  const applied: ChosenFix[] = [];
  for (let round = 0; round < mostRounds; round++) {
    workspace.update();
    const plan = planFixes(
      workspace.documents.flatMap((document) => workspace.findings(document)),
      wants,
    );
    if (plan.chosen.length === 0) break;
    for (const [document, edits] of byDocument(plan.edits)) workspace.edit(document.path, edits);
    applied.push(...plan.chosen);
  }
  workspace.update();
  return applied;
}

/** Edits of each document, the last in the text first, so that applying one leaves the others right. */
export function byDocument(edits: readonly DocumentEdit[]): Map<Document, DocumentEdit[]> {
  const map = new Map<Document, DocumentEdit[]>();
  for (const edit of [...edits].sort(fromTheEnd)) map.set(edit.document, [...(map.get(edit.document) ?? []), edit]);
  return map;
}

function fromTheEnd(a: DocumentEdit, b: DocumentEdit): number {
  return b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character;
}

function isSame(a: DocumentEdit, b: DocumentEdit): boolean {
  return (
    a.document === b.document &&
    a.newText === b.newText &&
    compare(a.range.start, b.range.start) === 0 &&
    compare(a.range.end, b.range.end) === 0
  );
}

/** Touching counts as overlapping: two insertions at one place have no right order. */
function overlaps(a: DocumentEdit, b: DocumentEdit): boolean {
  return (
    a.document === b.document && compare(a.range.start, b.range.end) <= 0 && compare(b.range.start, a.range.end) <= 0
  );
}

function compare(a: { line: number; character: number }, b: { line: number; character: number }): number {
  return a.line - b.line || a.character - b.character;
}
