import type { CorosyncFile } from '../../model/corosync-files';
import { corosyncGroups } from '../../model/corosync-files';
import type { CorosyncNode } from '../../model/cluster-text';
import { repeated } from '../combinators/repeated';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two nodes of a node list have the same nodeid',
  *check(cluster) {
    for (const files of corosyncGroups(cluster)) {
      const taken = new Set(files.flatMap(({ nodes }) => nodes.map((node) => idOf(node)?.number)));
      const given = new Map<string, string>();
      for (const file of files) {
        for (const { item, first, key } of repeated(file.nodes, (node) => idOf(node)?.number)) {
          const [id, other] = [idOf(item), idOf(first)];
          if (!id || !other) continue;
          yield {
            span: id.span,
            fatal: true,
            message: `nodeid ${key} of node ${nameOf(item)} is already that of node ${nameOf(first)}: corosync does not start`,
            related: [{ span: other.span, message: `nodeid of node ${nameOf(first)}` }],
            fixes: () => {
              const node = nameOf(item);
              const free = given.get(node) ?? told(item, file, files) ?? lowestFree(taken);
              given.set(node, free);
              taken.add(free);
              const spans = files.flatMap(({ nodes }) => nodes.filter((each) => nameOf(each) === node).map(idOf));
              const edits = spans.flatMap((each) => (each?.number === key ? [replace(each.span, free)] : []));
              return [{ title: `Give node ${node} the nodeid ${free}`, safe: false, edits }];
            },
          };
        }
      }
    }
  },
});

/** The id as a number, because `01`, `+1` and `1` are one to the daemon. A value that is no number is another rule's concern. */
function idOf({ section }: CorosyncNode) {
  const pair = section.pairs.findLast(({ key }) => key === 'nodeid');
  return pair && /^\+?\d+$/.test(pair.value)
    ? { number: String(BigInt(pair.value.replace('+', ''))), span: pair.valueSpan }
    : undefined;
}

function nameOf(node: CorosyncNode): string {
  return node.name ?? node.addresses[0]?.address ?? 'without a name';
}

/** The id that another host's file gives the same node, when no node of this file has it. */
function told(node: CorosyncNode, file: CorosyncFile, files: readonly CorosyncFile[]): string | undefined {
  const here = new Set(file.nodes.map((each) => idOf(each)?.number));
  const same = files.flatMap(({ nodes }) => nodes.filter((other) => nameOf(other) === nameOf(node)));
  return same.map((other) => idOf(other)?.number).find((id) => id !== undefined && !here.has(id));
}

function lowestFree(taken: ReadonlySet<string | undefined>): string {
  let free = 1;
  while (taken.has(String(free))) free++;
  return String(free);
}
