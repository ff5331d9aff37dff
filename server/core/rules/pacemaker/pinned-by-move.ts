import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import type { Constraint } from '../../model/pacemaker/pacemaker';
import { lineSpan } from '../../syntax/tree';
import { deleteLines, type Fix } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a resource stays pinned by a move that nobody took back',
  *check(cluster) {
    for (const { constraints, moves } of pacemakerFiles(cluster)) {
      for (const constraint of constraints) {
        if (constraint.kind !== 'location' || !/^cli-(prefer|ban|standby)-/.test(constraint.id.name)) continue;
        if (!/^[+-]?inf(inity)?$/i.test(constraint.score ?? 'inf')) continue;
        const [resource] = constraint.resources;
        yield {
          span: constraint.id.span,
          message: `${constraint.id.name} was left behind by a move or a ban: ${resource?.name ?? 'the resource'} ${constraint.id.name.startsWith('cli-ban') ? 'may not go there, not even when it is the last node' : 'goes back there at once, and is not moved away by anything but its failure'}; "crm resource clear ${resource?.name ?? 'NAME'}" takes it back`,
          fixes: () => taken(constraint),
        };
      }
      for (const { resource, node, commandSpan, hasLifetime } of moves) {
        if (hasLifetime || commandSpan.block.document.language !== 'plain') continue;
        yield {
          span: commandSpan,
          message: `This leaves a constraint with an infinite score behind: ${resource.name} stays ${node ? `with ${node.name}` : 'away from its node'} until "crm resource clear ${resource.name}"; a preference is "location NAME ${resource.name} 100: NODE", a move that ends by itself has a lifetime such as PT1H`,
        };
      }
    }
  },
});

/** Only the crm shell has a statement by itself; in a CIB the element may stand anywhere. */
function taken({ id }: Constraint): Fix[] {
  const { block } = id.span;
  if (block.document.language !== 'crm') return [];
  const last = block.lines.findLastIndex(({ text }) => text.trim() !== '');
  return [
    {
      title: `Take ${id.name} out`,
      safe: false,
      edits: [deleteLines(lineSpan(block, 0), lineSpan(block, last))],
    },
  ];
}
