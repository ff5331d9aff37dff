import { createHash } from 'node:crypto';
import type { Report, ReportFinding } from './report';

/** Turns a finding's file, which is relative to the working directory, into a name that does not depend on it. */
export type NameOfFile = (file: string) => string;

/**
 * Names findings in a way that survives edits elsewhere in the file: by rule, file, message and, for equal ones, by
 * their order. Line numbers are left out of the name, also where a message cites one.
 */
export function fingerprints(report: Report, nameOf: NameOfFile = (file) => file): Map<ReportFinding, string> {
  const seen = new Map<string, number>();
  return new Map(
    report.findings.map((finding) => {
      const name = [finding.rule, nameOf(finding.file), finding.message.replace(/\bline \d+/g, 'line')].join('\n');
      const order = seen.get(name) ?? 0;
      seen.set(name, order + 1);
      return [finding, createHash('sha256').update(`${name}\n${order}`).digest('hex').slice(0, 32)];
    }),
  );
}
