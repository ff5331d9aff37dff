import { pureReplicas } from '../../model/replication-pairs';
import { markOf } from '../../model/replication-options';
import { setBelow } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'info',
  summary: 'a replica whose relay logs are called after the machine',
  *check(cluster) {
    for (const host of pureReplicas(cluster)) {
      if (['relay_log', 'relay_log_index', 'log_basename', 'pid_file'].some((name) => host.options.effective(name)))
        continue;
      if (host.replicatesFrom.some(({ origin }) => origin === 'environment')) continue;
      const at = markOf(host);
      if (!at) continue;
      const edit = setBelow(at, { relay_log: 'relay-bin' });
      yield {
        span: at.nameSpan,
        message: `${host.name} calls its relay logs after the machine: under another host name it does not find them, and replication does not start`,
        fixes: () => (edit ? [{ title: 'Call them relay-bin', safe: false, edits: [edit] }] : []),
      };
    }
  },
});
