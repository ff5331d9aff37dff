import { versionNumber } from '../../catalog/release';
import { nameOfTarget } from '../../model/option-lines';
import { pairsOf } from '../../model/replication-pairs';
import { markOf } from '../../model/replication-options';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica of another product than its source, or of an older release',
  *check(cluster) {
    for (const { source, replica } of pairsOf(cluster)) {
      const [from, to] = [source.target, replica.target];
      const at = markOf(replica);
      if (!at || from.product === undefined || to.product === undefined) continue;
      const mark = markOf(source);
      const related = mark ? { related: [{ span: mark.nameSpan, message: `the source, ${nameOfTarget(from)}` }] } : {};
      if (from.product !== to.product) {
        yield {
          span: at.nameSpan,
          message: `${replica.name} runs ${nameOfTarget(to)} and replicates from ${source.name} with ${nameOfTarget(from)}: GTIDs of the one mean nothing to the other, and newer kinds of events stop replication`,
          ...related,
        };
      } else if (
        from.series !== undefined &&
        to.series !== undefined &&
        versionNumber(from.series) > versionNumber(to.series)
      ) {
        yield {
          span: at.nameSpan,
          message: `${replica.name} runs ${nameOfTarget(to)} and replicates from ${source.name} with ${nameOfTarget(from)}: replicas must be as new as their source, or a statement, a type or a collation that is new there stops replication here`,
          ...related,
        };
      }
    }
  },
});
