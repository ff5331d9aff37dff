import { readFile, writeFile } from 'node:fs/promises';
import { reasonOf } from '../../server/disk/read-folder';
import { fingerprints } from './fingerprint';
import type { Report } from './report';
import { UsageError } from './usage-error';

/** Keeps a report's findings in a file, so that later runs tell only what is new. */
export async function writeBaseline(path: string, report: Report): Promise<void> {
  const names = fingerprints(report);
  const findings = report.findings.map((finding) => ({ fingerprint: names.get(finding), rule: finding.rule, file: finding.file, message: finding.message }));
  await writeFile(path, JSON.stringify({ version: 1, findings }, undefined, 2) + '\n');
}

/**
 * The report without what a baseline already knows.
 *
 * @throws UsageError when the baseline cannot be read
 */
export async function withoutBaseline(path: string, report: Report): Promise<Report> {
  const known = await readBaseline(path);
  const names = fingerprints(report);
  const findings = report.findings.filter((finding) => !known.has(names.get(finding) as string));
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  return { ...report, findings, summary: { ...report.summary, errors: count('error'), warnings: count('warning'), infos: count('info') } };
}

async function readBaseline(path: string): Promise<Set<string>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError(`baseline ${path}: ${missing ? 'no such file; make one with --write-baseline ' + path : reasonOf(error)}`);
  });
  try {
    const { version, findings } = JSON.parse(text) as { version?: unknown; findings?: { fingerprint?: unknown }[] };
    if (version === 1 && Array.isArray(findings)) return new Set(findings.map(({ fingerprint }) => String(fingerprint)));
  } catch {
    // Told below together with every other shape that is none of ours.
  }
  throw new UsageError(`baseline ${path} is not one that --write-baseline has written`);
}
