import type { Host } from '../../model/host';
import { writesBinaryLog } from '../../model/replication-options';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a server with replicas that loses its last transactions in a crash',
  *check(cluster) {
    if (!cluster.kinds.has('replication') || cluster.databases.length < 2) return;
    for (const host of cluster.databases) {
      if (writesBinaryLog(host) !== true || isKeptElsewhere(host)) continue;
      for (const [name, isSafe, outcome] of options) {
        const setting = host.options.effective(name);
        if (!setting?.valueSpan || setting.value === undefined || isSafe(setting.value)) continue;
        const edit = put(setting, name, '1', setting);
        yield {
          span: setting.valueSpan,
          message: `${name} = ${setting.value} on ${host.name}: ${outcome}`,
          fixes: () => (edit ? [{ title: `Set ${name} = 1`, safe: false, edits: [edit] }] : []),
        };
      }
    }
  },
});

const options: readonly (readonly [name: string, isSafe: (value: string) => boolean, outcome: string])[] = [
  [
    'sync_binlog',
    (value) => value === '1' || !/^\d+$/.test(value),
    'after a power failure replicas may hold transactions that this server no longer has, and refuse to go on (error 1236)',
  ],
  [
    'innodb_flush_log_at_trx_commit',
    (value) => value === '1' || value === '3' || !/^\d+$/.test(value),
    'a crash loses up to a second of commits that clients were told are done, and the binary log may hold what the tables do not',
  ],
];

/** Galera and Group Replication keep every commit on other nodes; MariaDB 12.3 may keep the binary log inside InnoDB. */
function isKeptElsewhere({ roles, options }: Host): boolean {
  return (
    roles.has('galera-node') ||
    roles.has('group-member') ||
    /^innodb$/i.test(options.value('binlog_storage_engine') ?? '')
  );
}
