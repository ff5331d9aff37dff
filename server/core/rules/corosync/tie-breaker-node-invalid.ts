import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'auto_tie_breaker_node is no choice of corosync, or names a node that is not listed',
  *check({ on, line, nodes }) {
    const choice = line('auto_tie_breaker_node');
    if (!choice || !on('auto_tie_breaker') || choice.value === 'lowest' || choice.value === 'highest') return;
    const ids = choice.value.split(/\s+/);
    if (!ids.every((id) => /^\d+$/.test(id))) {
      yield {
        span: choice.valueSpan,
        message: `auto_tie_breaker_node must be lowest, highest or nodeids with blanks between them: corosync logs a warning and switches the tie breaker off, so that half of the nodes stop everything`,
      };
      return;
    }
    const listed = new Set(nodes.map(({ nodeid }) => Number(nodeid)));
    const strange = ids.find((id) => !listed.has(Number(id)));
    if (strange === undefined || nodes.some(({ nodeid }) => nodeid === undefined)) return;
    yield {
      span: choice.valueSpan,
      message: `No node of the node list has the nodeid ${strange}: it never breaks a tie${ids.length === 1 ? ', and after a cut into halves everything stops' : ''}`,
    };
  },
});
