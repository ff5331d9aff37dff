import { votesOf } from '../../model/corosync-effective';
import { nodeLabel } from '../../model/votequorum';
import { whereVotesCount } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default whereVotesCount({
  severity: 'info',
  summary: 'a node that has no vote',
  *check({ nodes }) {
    for (const node of nodes) {
      const line = node.section.pairs.findLast(({ key }) => key === 'quorum_votes');
      if (!line || votesOf(node) !== 0n) continue;
      yield {
        span: line.valueSpan,
        message: `${nodeLabel(node)} has no vote: the cluster counts ${nodes.filter((other) => votesOf(other) > 0n).length} of its ${nodes.length} nodes, and this one decides nothing when they are cut apart`,
        mend: {
          title: `Give ${nodeLabel(node)} one vote on all hosts`,
          safe: false,
          edits: () => [deleteLine(line.keySpan)],
        },
      };
    }
  },
});
