import { votesOf } from '../../model/corosync-effective';
import { nodeLabel, numberIn } from '../../model/votequorum';
import { insertAfter } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'error',
  summary: 'a quorum device whose votes corosync cannot tell',
  *check({ line, nodes, device }) {
    if (!device) return;
    const written = line('expected_votes');
    const total = numberIn(written);
    const expected = total ? written : undefined;
    const votes = numberIn(device.votes);
    if (expected && total !== undefined && votes !== undefined && votes > 0 && total - votes < 2) {
      yield {
        span: expected.valueSpan,
        fatal: true,
        message: `expected_votes: ${total} leaves ${Math.max(total - votes, 0)} for the nodes when the device has ${votes}, and two at least are needed: corosync does not start`,
        related: device.votes ? [{ span: device.votes.valueSpan, message: 'votes of the device' }] : [],
      };
      return;
    }
    if (device.votes) return;
    const heavy = nodes.find((node) => votesOf(node) !== 1n);
    const blamed = expected?.keySpan ?? heavy?.section.nameSpan;
    const model = device.section.pairs.findLast(({ key }) => key === 'model');
    if (!blamed || nodes.length === 0) return;
    const cause = heavy && !expected ? `${nodeLabel(heavy)} has ${votesOf(heavy)} votes` : 'expected_votes is given';
    yield {
      span: device.section.nameSpan,
      fatal: true,
      message: `The device needs a line "votes", because ${cause}: "corosync -t" is content, but corosync does not start`,
      related: [{ span: blamed, message: expected ? 'expected_votes' : 'another number of votes than one' }],
      mend: model && {
        title: 'Give the device one vote on all hosts',
        safe: false,
        edits: () => [insertAfter(model.valueSpan, 'votes: 1')],
      },
    };
  },
});
