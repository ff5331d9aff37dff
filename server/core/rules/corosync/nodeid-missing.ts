import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings } from '../../model/corosync-settings';
import { insertAfter, replace } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a node without a nodeid, which the knet transport needs',
  *check(document) {
    const settings = corosyncSettings(document);
    // With udp and udpu the daemon makes an id of the address, and a file of corosync 2 knows no knet.
    const isOld = [...settings.keys()].some((path) => /^totem\.(rrp_.*|interface\..*\.ringnumber)$/.test(path));
    if ((settings.get('totem.transport')?.value ?? (isOld ? 'udp' : 'knet')) !== 'knet') return;
    const nodes = corosyncNodes(document);
    const taken = new Set(nodes.map(({ nodeid }) => nodeid));
    for (const { nodeid, name, addresses, section } of nodes) {
      const isGiven = nodeid !== undefined && !/^0+$/.test(nodeid);
      if (isGiven || addresses.length === 0) continue;
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
        fatal: true,
        message: `Node ${name ?? addresses[0]?.address} has no nodeid of its own, which the knet transport needs: corosync does not start`,
        fixes: () => [{ title: `Give it the nodeid ${free}`, safe: false, edits }],
      };
    }
  },
});
