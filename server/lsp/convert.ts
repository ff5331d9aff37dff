import { type Diagnostic, DiagnosticSeverity, type Location, type WorkspaceEdit } from 'vscode-languageserver-types';
import type { DocumentEdit, Finding, Severity } from '../core/rules/finding';
import { rangeOf, type Span } from '../core/syntax/tree';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Where a rule is explained to a person. */
export const rulePage = (rule: string): string => `https://github.com/quorate/quorate/blob/main/docs/rules/${rule}.md`;

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
    codeDescription: { href: rulePage(finding.rule) },
    message: finding.message,
    ...(related.length > 0 && { relatedInformation: related }),
  };
}

export function toLocation(span: Span): Location | undefined {
  const range = rangeOf(span);
  return range && { uri: span.block.document.uri, range };
}

/**
 * Edits over several files. Open files carry the version the edit was made for, so that the editor refuses a stale one.
 *
 * @param versionOf the version the editor gave an open file, null for a closed one
 */
export function toWorkspaceEdit(edits: readonly DocumentEdit[], versionOf: (uri: string) => number | null): WorkspaceEdit {
  const byUri = new Map<string, { range: DocumentEdit['range']; newText: string }[]>();
  for (const { document, range, newText } of edits) {
    byUri.set(document.uri, [...(byUri.get(document.uri) ?? []), { range, newText }]);
  }
  return { documentChanges: [...byUri].map(([uri, changes]) => ({ textDocument: { uri, version: versionOf(uri) }, edits: changes })) };
}

