import type { Catalogs } from '../../catalog/catalogs';
import { type CorosyncFile, corosyncGroups } from '../../model/corosync-files';
import { type Votequorum, votequorumOf } from '../../model/votequorum';
import type { Edit, Report, Severity } from '../finding';
import { clusterRule, type Rule } from '../rule';

/** What is wrong in one corosync.conf, and what would mend it in that file. */
export interface FileFault extends Omit<Report, 'fixes'> {
  readonly mend?: { readonly title: string; readonly safe: boolean; readonly edits: () => readonly Edit[] } | undefined;
}

interface CorosyncRule<T> {
  readonly severity: Severity;
  readonly summary: string;
  readonly check: (judged: T, catalogs: Catalogs, group: readonly CorosyncFile[]) => Iterable<FileFault>;
}

/**
 * The shape of rules about what each corosync.conf says by itself, although all hosts must say it alike: every file
 * gets its finding, and the fix of each mends the files of all hosts at once.
 *
 * @param check  the faults of one file; `group` is the files of the same corosync cluster, this one among them
 */
export function inEveryCorosyncFile({ severity, summary, check }: CorosyncRule<CorosyncFile>): Rule {
  return clusterRule({
    severity,
    summary,
    *check(cluster, catalogs) {
      for (const group of corosyncGroups(cluster)) {
        const faults = group.flatMap((file) => [...check(file, catalogs, group)]);
        for (const { mend, ...report } of faults) {
          if (!mend) yield report;
          else yield { ...report, fixes: () => [together(mend, faults)] };
        }
      }
    },
  });
}

/** The same for rules that ask how a file counts votes; files without `corosync_votequorum` are left out. */
export function whereVotesCount(rule: CorosyncRule<Votequorum>): Rule {
  return inEveryCorosyncFile({
    severity: rule.severity,
    summary: rule.summary,
    *check(file, catalogs, group) {
      const votequorum = votequorumOf(file);
      if (votequorum) yield* rule.check(votequorum, catalogs, group);
    },
  });
}

/** What has one title in several files is one fix; it is safe only if it is so everywhere. */
function together(mend: NonNullable<FileFault['mend']>, faults: readonly FileFault[]) {
  const alike = faults.flatMap((fault) => (fault.mend?.title === mend.title ? [fault.mend] : []));
  return {
    title: mend.title,
    safe: alike.every(({ safe }) => safe),
    edits: alike.flatMap(({ edits }) => edits()),
  };
}
