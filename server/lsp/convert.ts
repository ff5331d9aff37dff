import {
  type Diagnostic,
  DiagnosticSeverity,
  type Location,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import { pageLink } from '../core/rules/page-link';
import type { DocumentEdit, Finding, Severity } from '../core/rules/finding';
import { rangeOf, type Span } from '../core/syntax/tree';
import { troubles } from '../core/trouble';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A finding as the editor shows it, with the lines of the other hosts it disagrees with. */
export function toDiagnostic(finding: Finding): Diagnostic | undefined {
  const range = rangeOf(finding.span);
  if (!range) return undefined;
  const related = (finding.related ?? []).flatMap(({ span, message }) => {
    const location = toLocation(span);
    return location ? [{ location, message }] : [];
  });
  return {
    range,
    severity: severities[finding.severity],
    source: 'quorate',
    code: finding.rule,
    ...(!(finding.rule in troubles) && { codeDescription: { href: pageLink(finding.rule) } }),
    message: finding.message,
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

export function toLocation(span: Span): Location | undefined {
  const range = rangeOf(span);
  return range && { uri: span.block.document.uri, range };
}

/** What an editor makes of edits. */
export interface EditTarget {
  /** The version it gave an open file, null for a closed one. */
  versionOf(uri: string): number | null;
  /** Whether it checks versions of the files that an edit was made for. */
  takesVersions(): boolean;
  /** Whether it asks a person about changes that are marked so. */
  canAsk?(): boolean;
  /** Whether it renames files and folders as a part of an edit. */
  renamesFiles?(): boolean;
}

/**
 * Edits over several files. Open files carry the version the edit was made for, so that the editor refuses a stale
 * one, where it can.
 */
export function toWorkspaceEdit(edits: readonly DocumentEdit[], target: EditTarget): WorkspaceEdit {
  const changes: Record<string, TextEdit[]> = {};
  for (const { document, range, newText } of edits) (changes[document.uri] ??= []).push({ range, newText });
  if (!target.takesVersions()) return { changes };
  const documentChanges = Object.entries(changes).map(([uri, some]) => ({
    textDocument: { uri, version: target.versionOf(uri) },
    edits: some,
  }));
  return { documentChanges };
}
