import type { Host } from '../../model/host';
import { pairsOf } from '../../model/replication-pairs';
import { markOf, writesBinaryLog } from '../../model/replication-options';
import { put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a source without a binary log, from which nobody can replicate',
  *check(cluster) {
    const replicas = new Map<Host, Host[]>();
    const proven = new Set<Host>();
    for (const { source, replica, isProven, isByImage } of pairsOf(cluster)) {
      if (isByImage && !source.options.effective('log_bin')) continue;
      replicas.set(source, [...(replicas.get(source) ?? []), replica]);
      if (isProven) proven.add(source);
    }
    for (const [host, followers] of replicas) {
      if (writesBinaryLog(host) !== false) continue;
      const setting = host.options.effective('log_bin');
      const at = setting ?? markOf(host);
      if (!at) continue;
      const names = followers.map(({ name }) => name).join(', ');
      const edit = put(setting, 'log_bin', 'binlog', at);
      yield {
        span: at.nameSpan,
        // Without a line and a proof another file, which is not here, may switch it on.
        severity: setting || proven.has(host) ? 'error' : 'warning',
        message: `${host.name} writes no binary log, so ${names} cannot replicate from it: error 1236, "Binary log is not open"`,
        fixes: () => (edit ? [{ title: `Write a binary log on ${host.name}`, safe: false, edits: [edit] }] : []),
      };
    }
  },
});
