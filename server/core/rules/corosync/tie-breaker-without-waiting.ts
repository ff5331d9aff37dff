import { numberIn, waitsForAll } from '../../model/votequorum';
import { deleteLine, insertAfter, replace } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'auto_tie_breaker with an odd number of votes and without wait_for_all',
  *check(votequorum) {
    const { on, line, nodeVotes, device } = votequorum;
    const tieBreaker = on('auto_tie_breaker');
    const votes = numberIn(line('expected_votes')) ?? nodeVotes;
    if (!tieBreaker || device || votes % 2 === 0 || waitsForAll(votequorum)) return;
    const standing = on('last_man_standing');
    const written = line('wait_for_all');
    const waiting = written ? replace(written.valueSpan, '1') : insertAfter(tieBreaker.valueSpan, 'wait_for_all: 1');
    yield {
      span: tieBreaker.keySpan,
      severity: standing ? 'error' : 'warning',
      ...(standing && { fatal: true as const }),
      message: standing
        ? `auto_tie_breaker and last_man_standing with ${votes} votes need wait_for_all: "corosync -t" is content, but corosync does not start`
        : `auto_tie_breaker with ${votes} votes, an odd number, needs wait_for_all: corosync starts, but switches the tie breaker off`,
      related: standing ? [{ span: standing.keySpan, message: 'last_man_standing' }] : [],
      mend: standing
        ? { title: 'Set wait_for_all: 1 on all hosts', safe: false, edits: () => [waiting] }
        : {
            title: 'Delete auto_tie_breaker on all hosts, because an odd number of votes has no tie',
            safe: false,
            edits: () => [deleteLine(tieBreaker.keySpan)],
          },
    };
  },
});
