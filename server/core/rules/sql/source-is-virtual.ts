import { changesOf } from '../../model/replication-sql';
import { virtualAddress } from '../../model/virtual-addresses';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica follows a virtual address by file and position',
  *check(cluster) {
    for (const { change } of changesOf(cluster)) {
      const token = change.values.get('host')?.value;
      if (!token?.isKnown || change.address === undefined) continue;
      const given = virtualAddress(cluster, change.address);
      const file = change.values.get('log_file');
      const usesGtid =
        change.values.get('auto_position')?.value.text === '1' ||
        /^(slave_pos|current_pos|replica_pos)$/i.test(change.values.get('use_gtid')?.value.text ?? '');
      // Without a position the statement tells nothing of how the replica goes on.
      if (!given || usesGtid || !file) continue;
      yield {
        span: token.span,
        message: `${change.address} is the address that ${given.manager} moves as ${given.name}: after a failover the replica asks another server for ${file.value.text}, whose files and positions are its own, and stops or misses changes; use a GTID position, or the host itself`,
        related: [{ span: given.span, message: `moved as ${given.name}` }],
      };
    }
  },
});
