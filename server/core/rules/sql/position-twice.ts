import { changesOf, targetOf } from '../../model/replication-sql';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica is given a position twice, by GTID and by file',
  *check(cluster) {
    for (const { change, host } of changesOf(cluster)) {
      const auto = change.values.get('auto_position');
      const gtid = change.values.get('use_gtid');
      const file = change.values.get('log_file') ?? change.values.get('log_pos');
      if (!file) continue;
      const { product } = targetOf(cluster, host);
      if (auto?.value.text === '1' && product !== 'mariadb') {
        yield {
          span: file.name.span,
          message: `${auto.name.text} = 1 and ${file.name.text} exclude each other: the statement fails with error 1776, and the replica stays as it was`,
          related: [{ span: auto.name.span, message: 'the position by GTID' }],
        };
      } else if (gtid && /^(slave_pos|current_pos|replica_pos)$/i.test(gtid.value.text) && product !== 'mysql') {
        yield {
          span: file.name.span,
          severity: 'warning',
          message: `${file.name.text} has no effect beside ${gtid.name.text} = ${gtid.value.text}: the replica begins at the GTID position it has, which on a new replica is the very beginning`,
          related: [{ span: gtid.name.span, message: 'the position by GTID' }],
        };
      }
    }
  },
});
