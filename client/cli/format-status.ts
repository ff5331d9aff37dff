import type { Level } from '../../server/core/ops/status/verdict';
import type { Paint } from './paint';
import type { ReportVerdict, StatusReport } from './status-report';
import { visible } from './visible';

/** A word for every level, because a colour alone tells some people nothing. */
export const levelWords: Readonly<Record<Level, string>> = {
  healthy: 'OK',
  note: 'note',
  unknown: 'UNKNOWN',
  degraded: 'WARNING',
  critical: 'CRITICAL',
};

/** The report for people: a line for each host, then what is wrong with its reason and the next step. */
export function asStatusText(report: StatusReport, paint: Paint, isVerbose: boolean): string {
  if (report.clusters.length === 0) return 'No option file, corosync.conf or haproxy.cfg found here.\n';
  return report.clusters
    .map((cluster) => {
      const width = Math.max(...cluster.hosts.map(({ name }) => name.length));
      const hosts = cluster.hosts.map(({ name, level, server }) => {
        const about = [server, ...healthyOf(cluster.verdicts, name)].filter(Boolean).join('; ');
        return `  ${word(level, paint)} ${visible(name).padEnd(width)}  ${visible(about)}`;
      });
      const troubles = cluster.verdicts.filter(({ level }) => isVerbose || level !== 'healthy');
      const title = `${paint.bold(`cluster ${visible(cluster.name)}`)}: ${levelWords[cluster.level]} (${cluster.milliseconds} ms)`;
      return [
        title,
        ...hosts,
        '',
        ...troubles.flatMap((verdict) => [...describe(verdict, paint), '']),
        ...cluster.drift.map(
          ({ file, line, column, message, rule }) =>
            `${paint.yellow('drift')}    ${visible(file)}:${line}:${column} ${visible(message)} ${paint.dim(rule)}`,
        ),
        ...(cluster.drift.length > 0 ? [''] : []),
      ].join('\n');
    })
    .join('\n');
}

/** What goes well on a host, shortly. */
function healthyOf(verdicts: readonly ReportVerdict[], host: string): string[] {
  return verdicts.filter(({ level, hosts }) => level === 'healthy' && hosts[0] === host).map(({ summary }) => summary);
}

function describe(verdict: ReportVerdict, paint: Paint): string[] {
  const since = verdict.since === null ? '' : paint.dim(` since ${verdict.since}`);
  return [
    `${word(verdict.level, paint)} ${paint.bold(visible(verdict.summary))}${since}`,
    ...verdict.evidence.map(({ host, field, value }) => `    ${paint.dim(visible(`${host}: ${field} = ${value}`))}`),
    `    ${verdict.means}`,
    `    Next: ${verdict.next}`,
    ...verdict.files.map(({ file, line, column, name }) => `    ${visible(file)}:${line}:${column} ${visible(name)}`),
    `    ${paint.dim(verdict.id)}`,
  ];
}

function word(level: Level, paint: Paint): string {
  const colour = {
    healthy: paint.green,
    note: paint.blue,
    unknown: paint.yellow,
    degraded: paint.yellow,
    critical: paint.red,
  };
  return colour[level](levelWords[level].padEnd(8));
}
