import { markOf } from '../../model/replication-options';
import { topologyOf } from '../../model/topology/topology';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'three or more servers that replicate in a circle',
  *check(cluster) {
    const { rings, edges } = topologyOf(cluster);
    for (const ring of rings) {
      const [first] = ring;
      if (!first) continue;
      const statement = edges.find(
        ({ replica, source }) => replica === first && source && ring.includes(source),
      )?.statement;
      const mark = markOf(first);
      const span = statement?.span ?? mark?.nameSpan;
      if (!span) continue;
      const names = [...ring, first].map(({ name }) => name).join(' → ');
      yield {
        span,
        message: `${names} is a ring: when one of the servers stops, those behind it get no more changes of those before it, and nothing closes the gap by itself`,
      };
    }
  },
});
