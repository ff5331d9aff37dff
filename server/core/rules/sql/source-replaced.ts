import { changesOf, type RunChange, statementsOf } from '../../model/replication-sql';
import { startsWith } from '../../syntax/sql';
import type { Cluster } from '../../model/cluster';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a second source on a channel that has one already',
  *check(cluster) {
    const last = new Map<string, RunChange>();
    const changes = new Map(changesOf(cluster).map((run) => [run.statement, run]));
    for (const run of statementsOf(cluster)) {
      const change = changes.get(run.statement);
      if (!change?.host) {
        if (run.host && ends(run)) forget(last, run);
        continue;
      }
      if (!change.change.address) continue;
      const key = `${change.document.uri} ${change.host.key} ${change.change.channel}`;
      const earlier = last.get(key);
      last.set(key, change);
      const span = change.change.span;
      if (!earlier?.change.span || !span || isSame(cluster, earlier, change)) continue;
      const channel = change.change.channel === '' ? 'the unnamed channel' : `channel ${change.change.channel}`;
      yield {
        span,
        message: `${change.host.name} was told just before to fetch from ${earlier.change.address} on ${channel}: a channel has one source, so this one takes its place, or is refused when replication runs already`,
        related: [{ span: earlier.change.span, message: 'the source that is lost' }],
      };
    }
  },
});

const isSame = (cluster: Cluster, one: RunChange, other: RunChange): boolean =>
  one.change.address === other.change.address ||
  (one.source !== undefined && one.source === cluster.hostAt(other.change.address ?? ''));

/** A switch to another source begins by stopping or forgetting the old one. */
function ends({ statement }: { readonly statement: RunChange['statement'] }): boolean {
  return ['slave', 'replica', 'all'].some(
    (word) => startsWith(statement, 'stop', word) || startsWith(statement, 'reset', word),
  );
}

function forget(last: Map<string, RunChange>, run: Pick<RunChange, 'document' | 'host'>): void {
  const start = `${run.document.uri} ${run.host?.key} `;
  for (const key of [...last.keys()]) if (key.startsWith(start)) last.delete(key);
}
