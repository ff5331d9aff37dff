import type { Catalogs } from '../../catalog/catalogs';
import { perReading, type Reading } from '../../model/haproxy-reading';
import { lineState } from '../../syntax/haproxy-conditions';
import type { HaproxyLine } from '../../syntax/haproxy';
import type { Block } from '../../syntax/tree';
import type { Report, Severity } from '../finding';
import { fileRule, type FileScope, type Rule } from '../rule';

type Judge = (block: Block<HaproxyLine>) => readonly Report[] | undefined;

/** A rule that judges one section of haproxy.cfg by itself. */
export interface SectionRule {
  readonly severity: Severity;
  readonly summary: string;
  check(reading: Reading, scope: FileScope): Iterable<Report>;
}

/**
 * The shape of rules over single sections of haproxy.cfg. Sections and lines that HAProxy does not read, or of which
 * a condition decides whether it does, are not judged; what was found is remembered with the section, until it or
 * the conditions around it change.
 */
export function liveSection({ severity, summary, check }: SectionRule): Rule {
  const judges = new WeakMap<Catalogs, Map<string | undefined, Judge>>();
  return fileRule({
    language: 'haproxy',
    severity,
    summary,
    *check(document, scope) {
      const ofCatalogs = judges.get(scope.catalogs) ?? new Map<string | undefined, Judge>();
      judges.set(scope.catalogs, ofCatalogs);
      const judge = ofCatalogs.get(scope.haproxyRelease) ?? perReading((reading) => [...check(reading, scope)]);
      ofCatalogs.set(scope.haproxyRelease, judge);
      for (const block of document.blocks) {
        for (const report of judge(block) ?? []) {
          if (lineState(block, report.span.line) === 'live') yield report;
        }
      }
    },
  });
}
