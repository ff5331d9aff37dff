import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings, isForCorosync2 } from '../../model/corosync-settings';
import { insertAfter, replace } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a node without a nodeid, which the knet transport needs',
  *check(document) {
    const settings = corosyncSettings(document);
    // With udp and udpu the daemon makes an id of the address, and a file of corosync 2 knows no knet.
    if ((settings.get('totem.transport')?.value ?? (isForCorosync2(settings) ? 'udp' : 'knet')) !== 'knet') return;
    const nodes = corosyncNodes(document);
    const taken = new Set(nodes.map(({ nodeid }) => nodeid));
    const isGiven = (nodeid: string | undefined): boolean => nodeid !== undefined && !/^0+$/.test(nodeid);
    // 3.1.2 misses the id of its own host only, and which one that is the file does not say.
    const isForAll = nodes.every(({ nodeid }) => !isGiven(nodeid));
    const outcome = isForAll ? 'corosync does not start' : 'corosync 3.1.7 and later do not start';
    for (const { nodeid, name, addresses, section } of nodes) {
      if (isGiven(nodeid) || addresses.length === 0) continue;
      let free = 1;
      while (taken.has(String(free))) free++;
      taken.add(String(free));
      const written = section.pairs.findLast(({ key }) => key === 'nodeid');
      const last = section.pairs.at(-1);
      const edits = written
        ? [replace(written.valueSpan, String(free))]
        : last
          ? [insertAfter(last.valueSpan, `nodeid: ${free}`)]
          : [];
      yield {
        span: section.nameSpan,
        ...(isForAll && { fatal: true as const }),
        message: `Node ${name ?? addresses[0]?.address} has no nodeid of its own, which the knet transport needs: ${outcome}`,
        fixes: () => [{ title: `Give it the nodeid ${free}`, safe: false, edits }],
      };
    }
  },
});
