import type { Report, ReportFinding } from '../../client/cli/report';

/** A finding on line 1 of `my.cnf`, but for what is given. */
export function findingOf(given: Partial<ReportFinding> = {}): ReportFinding {
  const place = { file: 'my.cnf', line: 1, column: 1, endLine: 1, endColumn: 2 };
  const said = { rule: 'area/rule', severity: 'error', message: 'something is wrong' } as const;
  return { ...place, ...said, host: null, cluster: null, related: [], fixes: [], ...given };
}

/** A report of two files on one host that holds findings. */
export function reportOf(findings: readonly ReportFinding[]): Report {
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = { errors: count('error'), warnings: count('warning'), infos: count('info') };
  return { version: 1, clusters: [], findings, summary: { ...counts, files: 2, hosts: 1, clusters: 1 } };
}
