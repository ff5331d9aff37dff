import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'info',
  summary: 'a quorum device made for halves in a cluster with an odd number of nodes',
  *check({ nodes, device }) {
    if (!device || device.model !== 'net' || nodes.length % 2 === 0 || nodes.length < 3) return;
    const algorithm = device.net('algorithm');
    if (algorithm && algorithm.value !== 'ffsplit') return;
    yield {
      span: algorithm?.valueSpan ?? device.section.nameSpan,
      message: `The algorithm ffsplit decides between halves, which ${nodes.length} nodes do not have; with its vote the total is even, and the loss of the device costs what it should add`,
    };
  },
});
