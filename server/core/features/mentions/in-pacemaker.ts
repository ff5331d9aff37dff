import { isAddressAgent } from '../../model/pacemaker/agent';
import { type Name, type PacemakerText, pacemakerText } from '../../model/pacemaker/pacemaker';
import type { Block, Document } from '../../syntax/tree';
import type { Mention } from './mention';

const known = new WeakMap<
  Document,
  { readonly version: number; readonly byBlock: ReadonlyMap<Block, readonly Mention[]> }
>();

/** Resources, nodes and virtual addresses that a block of a file about Pacemaker names. */
export function mentionsInPacemaker(block: Block): readonly Mention[] {
  const { document } = block;
  let last = known.get(document);
  if (last?.version !== document.version) {
    const byBlock = new Map<Block, Mention[]>();
    for (const mention of mentionsIn(pacemakerText(document))) {
      const same = byBlock.get(mention.span.block);
      if (same) same.push(mention);
      else byBlock.set(mention.span.block, [mention]);
    }
    known.set(document, (last = { version: document.version, byBlock }));
  }
  return last.byBlock.get(block) ?? [];
}

function mentionsIn({ nodes, nodeUses, resources, constraints, moves, isWhole }: PacemakerText): Mention[] {
  const found: Mention[] = [];
  const add = (kind: 'resource' | 'host', name: Name | undefined, isDefinition = false): void => {
    if (name?.isKnown && name.name !== '') found.push({ kind, name: name.name, isDefinition, span: name.span });
  };
  for (const resource of resources) {
    add('resource', resource.id, true);
    add('resource', resource.template);
    // In a CIB the members of a group stand within it, which defines them.
    if (!isWhole) for (const member of resource.members) add('resource', member);
    if (!isAddressAgent(resource)) continue;
    for (const { name, value, valueSpan, isKnown } of resource.parameters)
      if (name === 'ip') add('host', { name: value, span: valueSpan, isKnown }, true);
  }
  for (const constraint of constraints) for (const use of constraint.resources) add('resource', use);
  for (const move of moves) add('resource', move.resource);
  for (const node of nodes) add('host', node, true);
  for (const node of nodeUses) add('host', node);
  return found;
}
