import { fingerprints } from './fingerprint';
import { pageLink } from '../../server/core/rules/page-link';
import type { Report, ReportFinding } from './report';
import { ruleList } from './rule-list';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** The report as SARIF 2.1.0, for code scanning services. Columns count UTF-16 units, as `columnKind` says. */
export function formatSarif(report: Report, version: string): string {
  const names = fingerprints(report);
  const used = [...new Set(report.findings.map((finding) => finding.rule))].sort();
  const summaries = new Map(ruleList.map(({ id, summary }) => [id, summary]));
  const index = new Map(used.map((id, position) => [id, position]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Quorate',
            version,
            informationUri: 'https://github.com/quorate/quorate',
            rules: used.map((id) => ({
              id,
              shortDescription: { text: summaries.get(id) ?? id },
              helpUri: pageLink(id),
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: index.get(finding.rule),
          level: levels[finding.severity],
          message: { text: finding.message },
          locations: [location(finding, finding)],
          relatedLocations: distinct(
            finding.related.map((each) => ({ ...location(each), message: { text: each.message } })),
          ),
          partialFingerprints: { 'quorate/v1': names.get(finding) },
        })),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2) + '\n';
}

function location(place: { file: string; line: number; column: number }, end?: ReportFinding) {
  return {
    physicalLocation: {
      artifactLocation: { uri: place.file.split('/').map(encodeURIComponent).join('/') },
      region: {
        startLine: place.line,
        startColumn: place.column,
        ...(end && { endLine: end.endLine, endColumn: end.endColumn }),
      },
    },
  };
}

/** The standard wants no location twice in one list. */
function distinct<T>(things: readonly T[]): T[] {
  return [...new Map(things.map((thing) => [JSON.stringify(thing), thing])).values()];
}
