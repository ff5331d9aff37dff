import { numberIn } from '../../model/votequorum';
import { deleteLine, insertAfter, replace } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'warning',
  summary: 'a quorum device with other votes than its algorithm is made for',
  *check({ nodes, device }) {
    if (!device || device.model !== 'net' || nodes.length < 2) return;
    const algorithm = device.net('algorithm')?.value ?? 'ffsplit';
    const { votes, section } = device;
    const given = votes ? numberIn(votes) : nodes.length - 1;
    const wanted = algorithm === 'ffsplit' ? 1 : algorithm === 'lms' ? nodes.length - 1 : undefined;
    if (wanted === undefined || given === undefined || given === wanted) return;
    const quorum = Math.floor((nodes.length + given) / 2) + 1;
    const harm =
      quorum > nodes.length
        ? `${quorum} votes are needed and the ${nodes.length} nodes have ${nodes.length}, so the cluster stops when the device cannot be reached`
        : `the device outvotes nodes that still see one another`;
    const model = section.pairs.findLast(({ key }) => key === 'model');
    yield {
      span: votes?.valueSpan ?? section.nameSpan,
      message:
        given < wanted
          ? `${votesOf(given)} of the device with the algorithm ${algorithm}, which is made for ${wanted}: the nodes that are left do not get quorum from it`
          : `${votesOf(given)} of the device with the algorithm ${algorithm}, which is made for ${wanted}: ${harm}`,
      mend:
        algorithm === 'lms'
          ? votes && {
              title: 'Delete votes of the device on all hosts, so that the number of nodes decides',
              safe: false,
              edits: () => [deleteLine(votes.keySpan)],
            }
          : model && {
              title: 'Give the device one vote on all hosts',
              safe: false,
              edits: () => [votes ? replace(votes.valueSpan, '1') : insertAfter(model.valueSpan, 'votes: 1')],
            },
    };
  },
});

function votesOf(number: number): string {
  return number === 1 ? '1 vote' : `${number} votes`;
}
