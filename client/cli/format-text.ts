import type { Paint } from './paint';
import type { Report, ReportFinding } from './report';

/** The report for people: findings file by file, then one line that sums up. */
export function formatText(report: Report, paint: Paint): string {
  const lines: string[] = [];
  let file: string | undefined;
  for (const finding of report.findings) {
    if (finding.file !== file) {
      if (file !== undefined) lines.push('');
      const owner = [finding.host && `host ${finding.host}`, finding.cluster && `cluster ${finding.cluster}`].filter(Boolean).join(', ');
      lines.push(paint.bold(finding.file) + (owner ? paint.dim(`  ${owner}`) : ''));
    }
    file = finding.file;
    lines.push(...describe(finding, paint));
  }
  if (lines.length > 0) lines.push('');
  lines.push(sum(report, paint));
  return lines.join('\n') + '\n';
}

function describe(finding: ReportFinding, paint: Paint): string[] {
  const colour = finding.severity === 'error' ? paint.red : finding.severity === 'warning' ? paint.yellow : paint.blue;
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  const lines = [`  ${paint.dim(place)} ${colour(finding.severity)} ${finding.message} ${paint.dim(`[${finding.rule}]`)}`];
  for (const each of finding.related) lines.push(paint.dim(`      ${each.file}:${each.line}:${each.column} ${each.message}`));
  const [fix] = finding.fixes;
  if (fix) lines.push(`      ${paint.green('fix')} ${fix.title}${fix.safe ? '' : paint.dim(' (needs --unsafe)')}`);
  return lines;
}

function sum({ summary, findings }: Report, paint: Paint): string {
  const where = `${plural(summary.files, 'file')} of ${plural(summary.hosts, 'host')} in ${plural(summary.clusters, 'cluster')}`;
  if (findings.length === 0) return paint.green(`No findings in ${where}.`);
  const parts = [plural(summary.errors, 'error'), plural(summary.warnings, 'warning'), plural(summary.infos, 'info')];
  return `${paint.bold(parts.join(', '))} in ${where}.`;
}

export function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
