import { corosyncNodes } from '../../model/cluster-text';
import { corosyncSettings, isForCorosync2 } from '../../model/corosync-settings';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a node without an address on a link the others have, or without a name where there are several links',
  *check(document, { corosyncRelease }) {
    const nodes = corosyncNodes(document).filter(({ addresses }) => addresses.length > 0);
    const links = new Set(nodes.flatMap(({ addresses }) => addresses.map(({ link }) => link)));
    if (links.size < 2) return;
    // The rings of corosync 2 need no names.
    const needsNames = !isForCorosync2(corosyncSettings(document), corosyncRelease);
    for (const { name, nodeid, addresses, section } of nodes) {
      const called = name ?? nodeid ?? addresses[0]?.address;
      const missing = [...links].filter((link) => !addresses.some((address) => address.link === link)).sort();
      if (missing.length > 0) {
        const message = `Node ${called} has no ${missing.join(', ')}, but other nodes have: corosync wants every node on every link and does not start`;
        yield { span: section.nameSpan, message, fatal: true };
      } else if (needsNames && name === undefined) {
        const message = `Node ${called} has no name, which nodes with several links need: corosync does not start`;
        yield { span: section.nameSpan, message, fatal: true };
      }
    }
  },
});
