import { changesOf } from '../../model/replication-sql';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica that begins where its own last write was',
  *check(cluster) {
    for (const { change } of changesOf(cluster)) {
      const value = change.values.get('use_gtid')?.value;
      if (!value || !/^current_pos$/i.test(value.text)) continue;
      yield {
        span: value.span,
        message:
          'current_pos takes the last transaction written on this server for the place to go on from: after one stray write here the source is asked for a transaction it never had (error 1236)',
        fixes: () => [{ title: 'Write slave_pos', safe: false, edits: [replace(value.span, 'slave_pos')] }],
      };
    }
  },
});
