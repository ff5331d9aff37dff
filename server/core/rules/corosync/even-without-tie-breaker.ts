import { votesOf } from '../../model/corosync-effective';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'an even number of nodes and nothing that decides when they are cut into halves',
  *check({ nodes, on, line, device, section }) {
    if (nodes.length < 4 || nodes.length % 2 === 1 || device || on('two_node')) return;
    if (line('auto_tie_breaker') || on('last_man_standing') || nodes.some((node) => votesOf(node) !== 1n)) return;
    yield {
      span: section.nameSpan,
      message: `After a cut between ${nodes.length / 2} and ${nodes.length / 2} nodes neither half has quorum, and everything stops: give the cluster a quorum device, another node, or auto_tie_breaker: 1`,
    };
  },
});
