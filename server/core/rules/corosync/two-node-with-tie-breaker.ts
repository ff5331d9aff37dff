import { deleteLine } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'error',
  summary: 'two_node together with auto_tie_breaker, which switches two_node off',
  *check({ on, device }) {
    const [twoNode, tieBreaker] = [on('two_node'), on('auto_tie_breaker')];
    // With a device the daemon does not start at all, which another rule says.
    if (!twoNode || !tieBreaker || device) return;
    yield {
      span: tieBreaker.keySpan,
      message:
        'auto_tie_breaker switches two_node off: corosync starts, but of two nodes only the one with the lower nodeid may go on alone, and when that one goes down everything stops',
      related: [{ span: twoNode.keySpan, message: 'two_node, which is switched off' }],
      mend: {
        title: 'Delete auto_tie_breaker on all hosts and keep two_node',
        safe: false,
        edits: () => [deleteLine(tieBreaker.keySpan)],
      },
    };
  },
});
