import { clusterNodes } from '../../model/pacemaker/cluster-nodes';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'Pacemaker is given a node that corosync does not have',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    if (texts.every(({ nodes }) => nodes.length === 0)) return;
    const { listed } = clusterNodes(cluster);
    if (!listed) return;
    const declared = new Set(texts.flatMap(({ nodes }) => nodes.map(({ name }) => name.toLowerCase())));
    const [sample] = [...listed.values()];
    for (const { nodes } of texts) {
      for (const { name, span, isKnown } of nodes) {
        if (!isKnown || listed.has(name.toLowerCase())) continue;
        const free = [...listed].flatMap(([key, node]) => (declared.has(key) ? [] : [node.name ?? '']));
        const short = name.toLowerCase().replace(/\..*/, '');
        const same = free.filter((each) => each.toLowerCase().replace(/\..*/, '') === short);
        const near = same.length > 0 ? same : closest(name, free);
        yield {
          span,
          message: `Node ${name} is not in the node list of corosync: Pacemaker waits for it for ever and keeps it beside the real one, UNCLEAN until it is fenced${didYouMean(near)}`,
          related: sample ? [{ span: sample.section.nameSpan, message: 'the node list' }] : [],
          fixes: () => renamings(span, near, false),
        };
      }
    }
  },
});
