import type { ClusterStatus } from '../hosts/main';
import { serverName } from '../../server/core/ops/status/cluster';
import { type Cause, type Evidence, type Level, worst } from '../../server/core/ops/status/verdict';

/** A line of the files, as people count it. */
export interface CausePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The option or keyword that stands there. */
  readonly name: string;
}

export interface ReportVerdict {
  readonly id: string;
  readonly level: Level;
  readonly program: string;
  readonly hosts: readonly string[];
  readonly subject: string | null;
  readonly summary: string;
  /** ISO 8601 */
  readonly since: string | null;
  /** From 0 to 1, of what ends by itself, such as a state transfer. */
  readonly progress: number | null;
  readonly evidence: readonly Evidence[];
  readonly means: string;
  readonly next: string;
  readonly files: readonly CausePlace[];
}

/** A line of the files that a running server does not go by, or one that clashes with what no file holds. */
export interface DriftLine {
  readonly rule: string;
  /** The page that explains it. */
  readonly page: string;
  readonly host: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What `status` tells; its JSON is a contract (schemas/status-report.schema.json). */
export interface StatusReport {
  readonly version: 1;
  readonly level: Level;
  readonly clusters: readonly {
    readonly name: string;
    readonly level: Level;
    readonly at: string;
    readonly milliseconds: number;
    readonly hosts: readonly {
      readonly name: string;
      readonly level: Level;
      /** `MariaDB 10.11.19`; null when no database server answered. */
      readonly server: string | null;
    }[];
    readonly verdicts: readonly ReportVerdict[];
    /** Lines of the files that a running server does not go by. */
    readonly drift: readonly DriftLine[];
  }[];
}

/**
 * @param place finds the line of the files that a verdict names as its cause
 * @param drift compares the files of a cluster with what its servers said
 */
export function statusReport(
  clusters: readonly ClusterStatus[],
  place: (cause: Cause, cluster: string) => CausePlace | undefined,
  drift: (status: ClusterStatus) => readonly DriftLine[],
): StatusReport {
  return {
    version: 1,
    level: worst(clusters.flatMap(({ verdicts }) => verdicts)),
    clusters: clusters.map((status) => ({
      name: status.target.name,
      level: worst(status.verdicts),
      at: new Date(status.at).toISOString(),
      milliseconds: Math.round(status.milliseconds),
      hosts: status.target.hosts.map(({ name }) => {
        const database = status.hosts.find(({ host }) => host === name)?.database;
        return {
          name,
          level: worst(status.verdicts.filter(({ hosts }) => hosts.includes(name))),
          server: database?.answered ? serverName(database.value) : null,
        };
      }),
      verdicts: status.verdicts.map(({ since, subject, progress, causes = [], ...verdict }) => ({
        ...verdict,
        subject: subject ?? null,
        progress: progress ?? null,
        since: since === undefined ? null : new Date(since).toISOString(),
        files: causes.flatMap((cause) => place(cause, status.target.name) ?? []),
      })),
      drift: drift(status),
    })),
  };
}
