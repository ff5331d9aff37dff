import { clusterNodes } from '../../model/pacemaker/cluster-nodes';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a constraint, a fencing device or a command names a node that the cluster does not have',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    if (texts.every(({ nodeUses }) => nodeUses.length === 0)) return;
    const { names, areAll } = clusterNodes(cluster);
    if (!areAll) return;
    for (const { nodeUses } of texts) {
      for (const { name, span, isKnown } of nodeUses) {
        if (!isKnown || names.has(name.toLowerCase())) continue;
        const near = nearest(name, [...names.values()]);
        yield {
          span,
          message: `No node of this cluster is called ${name}, only ${[...names.values()].join(', ')}: the crm shell warns at most, and it never has any effect${didYouMean(near)}`,
          fixes: () => renamings(span, near, false),
        };
      }
    }
  },
});

/** Names that differ by a slip or by their domain, else the only one with the same number at its end. */
function nearest(name: string, names: readonly string[]): readonly string[] {
  const short = (each: string): string => each.toLowerCase().replace(/\..*/, '');
  const same = names.filter((each) => short(each) === short(name));
  if (same.length > 0) return same;
  const number = (each: string): string | undefined => /\d+$/.exec(short(each))?.[0];
  const numbered = number(name) === undefined ? [] : names.filter((each) => number(each) === number(name));
  // Of serv1 and serv2 the one is no slip for the other.
  const slips = closest(name, names).filter((each) => each.replace(/\d+/g, '#') !== name.replace(/\d+/g, '#'));
  const fitting = slips.filter((each) => number(each) === number(name));
  if (fitting.length > 0) return fitting;
  return numbered.length === 1 ? numbered : slips;
}
