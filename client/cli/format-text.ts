import { plural } from './count';
import type { Paint } from './paint';
import type { Report, ReportFinding } from './report';
import { visible } from './visible';

/** The report for people: findings file by file, then one line that sums up. */
export function formatText(report: Report, paint: Paint): string {
  const lines: string[] = [];
  let file: string | undefined;
  for (const finding of report.findings) {
    if (finding.file !== file) {
      if (file !== undefined) lines.push('');
      const owner = [finding.host && `host ${finding.host}`, finding.cluster && `cluster ${finding.cluster}`];
      const owners = owner.filter(Boolean).join(', ');
      lines.push(paint.bold(visible(finding.file)) + (owners ? paint.dim(`  ${visible(owners)}`) : ''));
    }
    file = finding.file;
    lines.push(...describe(finding, paint));
  }
  if (lines.length > 0) lines.push('');
  lines.push(sum(report, paint));
  return lines.join('\n') + '\n';
}

function describe(finding: ReportFinding, paint: Paint): string[] {
  const { severity, rule } = finding;
  const colour = severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.blue;
  const message = visible(finding.message);
  const lines = [`  ${paint.dim(placeOf(finding))} ${colour(severity)} ${message} ${paint.dim(`[${rule}]`)}`];
  for (const each of finding.related) lines.push(paint.dim(`      ${placeOf(each)} ${visible(each.message)}`));
  const [fix] = finding.fixes;
  if (fix) {
    const caution = fix.safe ? '' : paint.dim(' (needs --unsafe)');
    lines.push(`      ${paint.green('fix')} ${visible(fix.title)}${caution}`);
  }
  return lines;
}

function placeOf({ file, line, column }: { file: string; line: number; column: number }): string {
  return `${visible(file)}:${line}:${column}`;
}

function sum({ summary, findings }: Report, paint: Paint): string {
  const { files, hosts, clusters, errors, warnings, infos } = summary;
  const where = `${plural(files, 'file')} of ${plural(hosts, 'host')} in ${plural(clusters, 'cluster')}`;
  if (findings.length === 0) return paint.green(`No findings in ${where}.`);
  const parts = [plural(errors, 'error'), plural(warnings, 'warning'), plural(infos, 'info')];
  return `${paint.bold(parts.join(', '))} in ${where}.`;
}
