import type { CorosyncNode } from '../../model/cluster-text';
import { corosyncNodes } from '../../model/cluster-text';
import { repeated } from '../combinators/repeated';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'two nodes or two links of a node list have the same address',
  *check(document) {
    const used = corosyncNodes(document).flatMap((node) => node.addresses.map((address) => ({ node, ...address })));
    for (const { item, first, key } of repeated(used, ({ address }) => address)) {
      const related = [{ span: first.span, message: 'first used here' }];
      if (item.node !== first.node) {
        const message = `Address ${key} of ${nameOf(item.node)} is already that of ${nameOf(first.node)}: "corosync -t" is content, but the two never see each other`;
        yield { span: item.span, message, related };
      } else if (item.link !== first.link) {
        const message = `${item.link} is the same address as ${first.link}: the node list promises two links, but one cable cut takes both`;
        yield { span: item.span, message, severity: 'warning', related };
      }
    }
  },
});

function nameOf({ name, nodeid }: CorosyncNode): string {
  return name !== undefined ? `node ${name}` : nodeid !== undefined ? `nodeid ${nodeid}` : 'another node';
}
