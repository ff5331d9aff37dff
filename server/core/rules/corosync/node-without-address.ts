import { ownNode } from '../../model/corosync-host';
import { nodeLabel } from '../../model/votequorum';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';

export default inEveryCorosyncFile({
  severity: 'error',
  summary: 'a node of the node list that has no address',
  *check({ nodes, hosts }) {
    // A list without any address is another rule's concern.
    if (nodes.every(({ addresses }) => addresses.length === 0)) return;
    for (const node of nodes) {
      const { section, addresses } = node;
      // An address without a value is refused as such.
      if (addresses.length > 0 || section.pairs.some(({ key }) => /^ring\d+_addr$/.test(key))) continue;
      const host = hosts.find((each) => ownNode(each, nodes) === node);
      yield {
        span: section.nameSpan,
        ...(host && { fatal: true as const }),
        message: host
          ? `Node ${nodeLabel(node)} has no ring0_addr, and ${host.name} itself reads this: corosync does not start there`
          : `Node ${nodeLabel(node)} has no ring0_addr: the others cannot reach it, and corosync does not start on it`,
      };
    }
  },
});
