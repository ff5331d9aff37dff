import { deleteLine } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'allow_downscale, which is unfinished and not supported',
  *check({ on, device }) {
    const pair = on('allow_downscale');
    if (!pair || device) return;
    yield {
      span: pair.keySpan,
      message:
        'allow_downscale is unfinished and not supported, says votequorum(5): nodes that leave in order lower the quorum, down to expected_votes',
      mend: {
        title: 'Delete allow_downscale on all hosts',
        safe: false,
        edits: () => [deleteLine(pair.keySpan)],
      },
    };
  },
});
