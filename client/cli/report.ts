import type { Finding, Severity } from '../../server/core/rules/finding';
import { rangeOf, type Span } from '../../server/core/syntax/tree';
import type { Repository } from './repository';

/** A place as people and other tools count it: lines and columns from 1, columns in UTF-16 units. */
export interface ReportPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ReportFinding extends ReportPlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly host: string | null;
  readonly cluster: string | null;
  readonly related: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
  readonly fixes: readonly { readonly title: string; readonly safe: boolean }[];
}

/** What `check` tells, the same for every format; its JSON is a contract, so names here are names there. */
export interface Report {
  readonly version: 1;
  readonly clusters: readonly {
    readonly name: string;
    readonly kind: readonly string[];
    readonly hosts: readonly {
      readonly name: string;
      readonly addresses: readonly string[];
      readonly roles: readonly string[];
      readonly files: readonly string[];
    }[];
  }[];
  readonly findings: readonly ReportFinding[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly files: number;
    readonly hosts: number;
    readonly clusters: number;
  };
}

/** @param name turns a workspace path into the one to print, relative to the working directory */
export function makeReport(
  repository: Repository,
  findings: readonly Finding[],
  name: (path: string) => string,
): Report {
  const { model } = repository.workspace;
  const reported = findings.map((finding) => reportFinding(finding, name));
  const count = (severity: Severity): number => reported.filter((finding) => finding.severity === severity).length;
  return {
    version: 1,
    clusters: model.clusters.map((cluster) => ({
      name: cluster.name,
      kind: [...cluster.kinds],
      hosts: cluster.hosts.map((host) => ({
        name: host.name,
        addresses: [...host.addresses],
        roles: [...host.roles],
        files: host.placements.map((placement) => name(placement.path)),
      })),
    })),
    findings: reported,
    summary: {
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      files: repository.workspace.documents.length,
      hosts: model.hosts.length,
      clusters: model.clusters.length,
    },
  };
}

function reportFinding(finding: Finding, name: (path: string) => string): ReportFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    ...placeOf(finding.span, name),
    host: finding.host ?? null,
    cluster: finding.cluster ?? null,
    related: (finding.related ?? []).map(({ span, message }) => {
      const { file, line, column } = placeOf(span, name);
      return { file, line, column, message };
    }),
    fixes: (finding.fixes?.() ?? []).map(({ title, safe }) => ({ title, safe })),
  };
}

function placeOf(span: Span, name: (path: string) => string): ReportPlace {
  const range = rangeOf(span) ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return {
    file: name(span.block.document.path),
    line: range.start.line + 1,
    column: range.start.character + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.character + 1,
  };
}
