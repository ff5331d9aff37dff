import type { Level } from '../../server/core/ops/status/verdict';
import type { StatusReport } from './status-report';
import { plural } from './count';
import { visible } from './visible';

/** Return codes of the Monitoring Plugins guidelines; `unknown` never hides a warning, so it ranks below one. */
const codes: Readonly<Record<Level, { code: number; word: string }>> = {
  healthy: { code: 0, word: 'OK' },
  note: { code: 0, word: 'OK' },
  degraded: { code: 1, word: 'WARNING' },
  critical: { code: 2, word: 'CRITICAL' },
  unknown: { code: 3, word: 'UNKNOWN' },
};

export function nagiosCode(level: Level): number {
  return codes[level].code;
}

/** A bar would begin the performance data. */
const plain = (text: string): string => visible(text).replaceAll('|', '/');

/** What a monitor shows where nobody could be asked. */
export function nagiosUnknown(reason: string): string {
  return `QUORATE UNKNOWN - ${plain(reason)}\n`;
}

/** One line of status with performance data, further lines behind it, as Nagios, Icinga and their like read it. */
export function asNagios(report: StatusReport): string {
  const verdicts = report.clusters.flatMap((cluster) => cluster.verdicts);
  const bad = verdicts.filter(({ level }) => level !== 'healthy' && level !== 'note');
  const hosts = report.clusters.reduce((sum, cluster) => sum + cluster.hosts.length, 0);
  const count = (level: Level): number => verdicts.filter((verdict) => verdict.level === level).length;
  const figures = (['critical', 'degraded', 'unknown'] as const).map((level) => `${level}=${count(level)}`).join(' ');
  const first =
    bad[0]?.summary ?? `${plural(report.clusters.length, 'cluster')}, ${plural(hosts, 'host')}, nothing wrong`;
  return [
    `QUORATE ${codes[report.level].word} - ${plain(first)} | ${figures}`,
    ...bad.slice(1).map(({ summary }) => plain(summary)),
    '',
  ].join('\n');
}
