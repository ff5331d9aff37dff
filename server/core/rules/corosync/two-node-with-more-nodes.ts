import { deleteLine } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'error',
  summary: 'two_node: 1 in a cluster of more than two nodes',
  *check({ on, nodes }) {
    const twoNode = on('two_node');
    if (!twoNode || nodes.length < 3) return;
    yield {
      span: twoNode.keySpan,
      message: `two_node: 1 gives any one or two nodes quorum, and this cluster has ${nodes.length}: after a cut a small part goes on beside the big one, and both run the resources`,
      related: nodes.slice(2).map(({ section }) => ({ span: section.nameSpan, message: 'more than two nodes' })),
      mend: { title: 'Delete two_node on all hosts', safe: false, edits: () => [deleteLine(twoNode.keySpan)] },
    };
  },
});
