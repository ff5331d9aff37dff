import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { tiesIn } from '../../model/pacemaker/ties';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'the address goes back to a returning node before its database has caught up',
  *check(cluster) {
    for (const text of pacemakerFiles(cluster)) {
      const { all } = tiesIn(text);
      const moved = new Set(all.flatMap(({ address, addressTop }) => [address.id.name, addressTop.id.name]));
      if (moved.size === 0) continue;
      for (const { kind, id, resources, nodes, score, scoreSpan, hasRule } of text.constraints) {
        const [resource] = resources;
        const [node] = nodes;
        if (kind !== 'location' || hasRule || !resource || !node || !moved.has(resource.name)) continue;
        // What a move leaves behind is another finding.
        if (!/^\+?inf(inity)?$/i.test(score ?? '') || id.name.startsWith('cli-') || !scoreSpan) continue;
        yield {
          span: scoreSpan,
          message: `An infinite score beats every stickiness: ${resource.name} goes back to ${node.name} the moment the node returns, while its database still lacks what was written elsewhere; a score below resource-stickiness lets it stay`,
          fixes: () => [{ title: 'Make it a preference of 100', safe: false, edits: [replace(scoreSpan, '100')] }],
        };
      }
    }
  },
});
