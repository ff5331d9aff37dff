import { type Reading, readingOf } from '../../model/haproxy-reading';
import { lineState } from '../../syntax/haproxy-conditions';
import type { Report, Severity } from '../finding';
import { blockRule, type FileScope, type Rule } from '../rule';

/** A rule that judges one section of haproxy.cfg by itself. */
export interface SectionRule {
  readonly severity: Severity;
  readonly summary: string;
  readonly check: (reading: Reading, scope: FileScope) => Iterable<Report>;
}

/**
 * The shape of rules over single sections of haproxy.cfg. Sections and lines that HAProxy does not read, or of which
 * a condition decides whether it does, are not judged.
 */
export function liveSection({ severity, summary, check }: SectionRule): Rule {
  return blockRule<'haproxy'>({
    language: 'haproxy',
    severity,
    summary,
    *check(block, scope) {
      const reading = readingOf(block);
      if (!reading) return;
      for (const report of check(reading, scope)) {
        if (lineState(block, report.span.line) === 'live') yield report;
      }
    },
  });
}
