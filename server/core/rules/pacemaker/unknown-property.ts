import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a property of the cluster has a misspelt name',
  *check(cluster, { pacemaker }) {
    for (const { properties } of pacemakerFiles(cluster)) {
      for (const { name, nameSpan, isKnown } of properties) {
        // Agents keep properties of their own there, so only a name that is nearly a known one is a slip.
        if (!isKnown || pacemaker.property(name) || pacemaker.property(name.replaceAll('_', '-'))) continue;
        const near = pacemaker.suggestProperty(name);
        if (near.length === 0) continue;
        yield {
          span: nameSpan,
          message: `Pacemaker has no property ${name} and takes no notice of it${didYouMean(near)}`,
          fixes: () => renamings(nameSpan, near),
        };
      }
    }
  },
});
