import { versionNumber } from '../../catalog/release';
import { changesOf, targetOf } from '../../model/replication-sql';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'info',
  summary: 'a replica of MySQL 8.4 or later that gives up its source after ten minutes',
  *check(cluster) {
    for (const { change, host } of changesOf(cluster)) {
      const { product, series } = targetOf(cluster, host);
      if (product !== 'mysql' || series === undefined || versionNumber(series) < versionNumber('8.4')) continue;
      const name = change.values.get('host')?.value;
      const interval = Number(change.values.get('connect_retry')?.value.text ?? 60);
      const given = change.values.get('retry_count')?.value;
      const count = Number(given?.text ?? 10);
      if (!name || change.wording !== 'source' || count === 0 || !(interval * count < 3600)) continue;
      const minutes = Math.max(1, Math.round((interval * count) / 60));
      yield {
        span: given?.span ?? name.span,
        message: `The replica tries ${count} times, once every ${interval} seconds${given ? '' : ' (the default since 8.4)'}, and then gives up: a source that is away for ${minutes} minute${minutes === 1 ? '' : 's'} comes back to a replica that stays stopped`,
        fixes: () => [
          given
            ? { title: 'Try 86400 times', safe: false, edits: [replace(given.span, '86400')] }
            : {
                title: 'Add SOURCE_RETRY_COUNT = 86400',
                safe: false,
                edits: [replace({ ...name.span, start: name.span.end }, ', SOURCE_RETRY_COUNT = 86400')],
              },
        ],
      };
    }
  },
});
