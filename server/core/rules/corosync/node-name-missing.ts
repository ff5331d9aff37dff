import { fileRule } from '../rule';
import { corosyncNodes } from '../../model/cluster-text';

export default fileRule({
  language: 'corosync',
  severity: 'warning',
  summary: 'a node without a name beside nodes that have one',
  *check(document) {
    const nodes = corosyncNodes(document);
    if (nodes.every(({ name }) => name === undefined)) return;
    // With several links the daemon wants names, which another rule says.
    if (nodes.some(({ addresses }) => addresses.length > 1)) return;
    for (const { name, section, addresses } of nodes) {
      if (name !== undefined) continue;
      yield {
        span: section.nameSpan,
        message: `The node ${addresses[0]?.address ?? ''} has no name: Pacemaker calls it by the name of its host, and where that differs from what people expect it meets a stranger`,
      };
    }
  },
});
