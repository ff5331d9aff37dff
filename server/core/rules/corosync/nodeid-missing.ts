import { isReadByCorosync2, isReadFrom, ownNode } from '../../model/corosync-host';
import { nodeLabel } from '../../model/votequorum';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { insertAfter, replace } from '../finding';

export default inEveryCorosyncFile({
  severity: 'error',
  summary: 'a node without a nodeid, which the knet transport needs',
  *check(file) {
    const { settings, nodes, hosts } = file;
    // With udp and udpu the daemon makes an id of the address, and a file of corosync 2 knows no knet.
    if ((settings.get('totem.transport')?.value ?? (isReadByCorosync2(file) ? 'udp' : 'knet')) !== 'knet') return;
    const taken = new Set(nodes.map(({ nodeid }) => nodeid));
    const isGiven = (nodeid: string | undefined): boolean => nodeid !== undefined && !/^0+$/.test(nodeid);
    // 3.1.2 misses the id of its own host only.
    const isForAll = nodes.every(({ nodeid }) => !isGiven(nodeid)) || isReadFrom('3.1.7', file);
    const own = new Set(hosts.map((host) => ownNode(host, nodes)));
    for (const node of nodes) {
      const { nodeid, addresses, section } = node;
      if (isGiven(nodeid) || addresses.length === 0) continue;
      let free = 1;
      while (taken.has(String(free))) free++;
      taken.add(String(free));
      const written = section.pairs.findLast(({ key }) => key === 'nodeid');
      const last = section.pairs.at(-1);
      const edit = written
        ? replace(written.valueSpan, String(free))
        : last && insertAfter(last.valueSpan, `nodeid: ${free}`);
      const isFatal = isForAll || own.has(node);
      yield {
        span: section.nameSpan,
        ...(isFatal && { fatal: true as const }),
        message: `Node ${nodeLabel(node)} has no nodeid of its own, which the knet transport needs: ${isFatal ? 'corosync does not start' : 'corosync 3.1.7 and later do not start, and none does on that node'}`,
        mend: edit && {
          title: `Give ${nodeLabel(node)} the nodeid ${free} on all hosts`,
          safe: false,
          edits: () => [edit],
        },
      };
    }
  },
});
