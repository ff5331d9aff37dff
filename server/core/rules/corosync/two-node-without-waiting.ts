import { deleteLine } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'two nodes of which each starts alone, because wait_for_all is switched off',
  *check({ on, line, nodes, device }) {
    const twoNode = on('two_node');
    const waiting = line('wait_for_all');
    if (!twoNode || !waiting || !/^0+$/.test(waiting.value)) return;
    if (nodes.length > 2 || device || on('auto_tie_breaker')) return;
    yield {
      span: waiting.valueSpan,
      message:
        'With wait_for_all: 0 a node that boots while it cannot see the other one starts all resources and fences the other, which does the same when it comes back',
      related: [{ span: twoNode.keySpan, message: 'two_node alone would wait' }],
      mend: {
        title: 'Delete wait_for_all on all hosts, because two_node brings it',
        safe: false,
        edits: () => [deleteLine(waiting.keySpan)],
      },
    };
  },
});
