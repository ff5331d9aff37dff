import { votesOf } from '../../model/corosync-effective';
import { nodeLabel, waitsForAll } from '../../model/votequorum';
import { insertAfter, replace } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'last_man_standing without wait_for_all, or with unequal votes',
  *check(votequorum) {
    const { on, line, nodes, device } = votequorum;
    const standing = on('last_man_standing');
    // Together with a device the daemon does not start, which another rule says.
    if (!standing || device) return;
    const heavy = nodes.find((node) => votesOf(node) !== 1n);
    if (heavy) {
      yield {
        span: standing.keySpan,
        message: `last_man_standing works only where every node has one vote, and ${nodeLabel(heavy)} has ${votesOf(heavy)}: corosync logs a warning and switches it off`,
        related: [{ span: heavy.section.nameSpan, message: `${nodeLabel(heavy)} has ${votesOf(heavy)} votes` }],
      };
    } else if (!waitsForAll(votequorum)) {
      const written = line('wait_for_all');
      yield {
        span: standing.keySpan,
        message:
          'last_man_standing lowers the quorum as nodes go, and without wait_for_all nodes that went may boot and form a second cluster beside the rest',
        related: written ? [{ span: written.valueSpan, message: 'switched off here' }] : [],
        mend: {
          title: 'Set wait_for_all: 1 on all hosts',
          safe: false,
          edits: () => [written ? replace(written.valueSpan, '1') : insertAfter(standing.valueSpan, 'wait_for_all: 1')],
        },
      };
    }
  },
});
