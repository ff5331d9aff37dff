import { corosyncNodes } from '../../model/cluster-text';
import { repeated } from '../combinators/repeated';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'two nodes of a node list have the same name',
  *check(document) {
    for (const { item, first } of repeated(corosyncNodes(document), ({ name }) => name?.toLowerCase())) {
      const nameOf = (node: typeof item) => node.section.pairs.findLast(({ key }) => key === 'name')?.valueSpan;
      yield {
        span: nameOf(item) ?? item.section.nameSpan,
        message: `Two nodes are called ${item.name}: corosync starts, but Pacemaker takes them for one, fences the wrong one and puts resources where nobody expects them`,
        related: [{ span: nameOf(first) ?? first.section.nameSpan, message: 'the first one' }],
      };
    }
  },
});
