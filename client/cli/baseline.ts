import { readFile, writeFile } from 'node:fs/promises';
import { hasCode, reasonOf } from '../../server/disk/system-error';
import { fingerprints } from './fingerprint';
import type { Report } from './report';
import { UsageError } from './usage-error';

/**
 * Keeps a report's findings in a file, so that later runs tell only what is new.
 *
 * @param given the file as on the command line, for messages
 * @throws UsageError when the file cannot be written
 */
export async function writeBaseline(file: string, given: string, report: Report): Promise<void> {
  const names = fingerprints(report);
  const findings = report.findings.map((finding) => ({
    fingerprint: names.get(finding),
    rule: finding.rule,
    file: finding.file,
    message: finding.message,
  }));
  const text = JSON.stringify({ version: 1, findings }, undefined, 2) + '\n';
  await writeFile(file, text).catch((error: unknown) => {
    throw new UsageError(`baseline ${given} cannot be written: ${reasonOf(error)}`);
  });
}

/**
 * The report without what a baseline already knows.
 *
 * @throws UsageError when the baseline cannot be read
 */
export async function withoutBaseline(file: string, given: string, report: Report): Promise<Report> {
  const known = await readBaseline(file, given);
  const names = fingerprints(report);
  const findings = report.findings.filter((finding) => !known.has(names.get(finding) as string));
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = { errors: count('error'), warnings: count('warning'), infos: count('info') };
  return { ...report, findings, summary: { ...report.summary, ...counts } };
}

async function readBaseline(file: string, given: string): Promise<Set<string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const hint = hasCode(error, 'ENOENT') ? `; make one with --write-baseline ${given}` : '';
    throw new UsageError(`baseline ${given}: ${reasonOf(error)}${hint}`);
  });
  try {
    const { version, findings } = JSON.parse(text) as { version?: unknown; findings?: { fingerprint?: unknown }[] };
    if (version === 1 && Array.isArray(findings)) {
      return new Set(findings.map(({ fingerprint }) => String(fingerprint)));
    }
  } catch {
    // Told below together with every other shape that is none of ours.
  }
  throw new UsageError(`baseline ${given} is not one that --write-baseline has written`);
}
