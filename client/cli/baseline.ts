import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { hasCode, reasonOf } from '../../server/disk/system-error';
import { fingerprints } from './fingerprint';
import type { Report } from './report';
import { UsageError } from './usage-error';

/** A file that keeps findings. It names files from its own folder, so that it serves every working directory. */
export class Baseline {
  private readonly path: string;

  /** @param given the file as on the command line, relative to the working directory */
  constructor(
    private readonly given: string,
    private readonly workingDirectory: string,
  ) {
    this.path = resolve(workingDirectory, given);
  }

  /**
   * Keeps a report's findings, so that later runs tell only what is new.
   *
   * @throws UsageError when the file cannot be written
   */
  async write(report: Report): Promise<void> {
    const fingerprintOf = fingerprints(report, this.nameOf);
    const findings = report.findings.map((finding) => ({
      fingerprint: fingerprintOf.get(finding),
      rule: finding.rule,
      file: this.nameOf(finding.file),
      message: finding.message,
    }));
    const text = JSON.stringify({ version: 1, findings }, undefined, 2) + '\n';
    await writeFile(this.path, text).catch((error: unknown) => {
      throw new UsageError(`baseline ${this.given} cannot be written: ${reasonOf(error)}`);
    });
  }

  /**
   * The report without what is kept already.
   *
   * @throws UsageError when the file cannot be read
   */
  async newIn(report: Report): Promise<Report> {
    const known = await this.read();
    const fingerprintOf = fingerprints(report, this.nameOf);
    const findings = report.findings.filter((finding) => !known.has(fingerprintOf.get(finding) as string));
    const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
    const counts = { errors: count('error'), warnings: count('warning'), infos: count('info') };
    return { ...report, findings, summary: { ...report.summary, ...counts } };
  }

  private readonly nameOf = (file: string): string =>
    relative(dirname(this.path), resolve(this.workingDirectory, file)).split(sep).join('/');

  private async read(): Promise<Set<string>> {
    const { given } = this;
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
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
}
