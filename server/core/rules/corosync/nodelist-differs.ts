import type { CorosyncNode } from '../../model/cluster-text';
import type { Cluster } from '../../model/cluster';
import { votesOf } from '../../model/corosync-effective';
import { type CorosyncFile, corosyncGroups, newestFile } from '../../model/corosync-files';
import { firstSection, sectionAt } from '../../model/corosync-settings';
import { lineSpan, type Span } from '../../syntax/tree';
import { differing } from '../combinators/differing';
import { deleteLines, type Edit, type Fix, insertAfter, insertBefore, replace, type Report } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'hosts of one corosync cluster have different node lists',
  *check(cluster) {
    for (const files of corosyncGroups(cluster)) {
      if (files.length < 2 || files.every(({ nodes }) => nodes.length === 0)) continue;
      for (const member of membersOf(files)) {
        yield* absence(member, files, cluster);
        yield* disagreement(member, newestFile(files));
      }
    }
  },
});

/** One node as the files describe it. */
interface Member {
  readonly label: string;
  readonly names: Set<string>;
  readonly seen: Map<CorosyncFile, CorosyncNode>;
}

/** Sorts the nodes of all files by who they are: the same name, or else an address in common. */
function membersOf(files: readonly CorosyncFile[]): Member[] {
  const members: Member[] = [];
  for (const file of files) {
    for (const node of file.nodes) {
      const name = node.name?.toLowerCase();
      const addresses = node.addresses.map(({ address }) => address);
      const known =
        members.find(({ names }) => name !== undefined && names.has(name)) ??
        members.find(({ names }) => addresses.some((address) => names.has(address)));
      const member = known ?? {
        label: node.name ?? addresses[0] ?? `nodeid ${node.nodeid}`,
        names: new Set<string>(),
        seen: new Map<CorosyncFile, CorosyncNode>(),
      };
      if (!known) members.push(member);
      if (member.seen.has(file)) continue;
      member.seen.set(file, node);
      for (const identity of [...(name ? [name] : []), ...addresses]) member.names.add(identity);
    }
  }
  return members;
}

/** A node that some files list and others do not. The few are wrong, unless the node is a host of the cluster. */
function* absence(member: Member, files: readonly CorosyncFile[], cluster: Cluster): Generator<Report> {
  const lacking = files.filter((file) => !member.seen.has(file));
  const [first] = member.seen;
  if (lacking.length === 0 || !first) return;
  const [model, node] = first;
  const { label, names, seen } = member;
  const isHost = [...names].some((name) => (cluster.hostAt(name)?.corosync.length ?? 0) > 0);
  if (isHost || seen.size >= lacking.length) {
    for (const file of lacking) {
      const span = (sectionAt(file.document, 'nodelist') ?? firstSection(file.document))?.nameSpan;
      if (!span) continue;
      yield {
        span,
        message: `Node ${label} is missing here, but ${model.owner} (${model.document.path}) lists it: the hosts reject each other's membership, and nodes stay alone`,
        related: [{ span: node.section.nameSpan, message: `node ${label}` }],
        fixes: () => addNode(label, node, lacking),
      };
    }
    return;
  }
  const other = lacking[0] as CorosyncFile;
  for (const [, listed] of seen) {
    yield {
      span: listed.section.nameSpan,
      message: `Node ${label} is listed here, but not on ${other.owner} (${other.document.path}): the hosts reject each other's membership, and nodes stay alone`,
      related: related(sectionAt(other.document, 'nodelist')?.nameSpan, 'the list without it'),
      fixes: () => [
        { title: `Take node ${label} out of all lists`, safe: false, edits: [...seen.values()].map(removeNode) },
      ],
    };
  }
}

function related(span: Span | undefined, message: string) {
  return span ? [{ span, message }] : [];
}

/** Copies the section as one host has it behind the last node of each list that lacks it. */
function addNode(label: string, { section }: CorosyncNode, lacking: readonly CorosyncFile[]): Fix[] {
  const edits = lacking.flatMap(({ nodes, document }) => {
    const last = nodes.at(-1)?.section;
    if (last) return insertAfter(lineSpan(last.nameSpan.block, last.lastLine), textOf(section));
    const list = sectionAt(document, 'nodelist');
    return list ? insertBefore(lineSpan(list.nameSpan.block, list.lastLine), textOf(section)) : [];
  });
  return edits.length < lacking.length || !section.closed
    ? []
    : [{ title: `Add node ${label} to all node lists`, safe: false, edits }];
}

/** The lines of a section, without the indentation its first line has. */
function textOf({ nameSpan, firstLine, lastLine }: CorosyncNode['section']): string {
  const lines = nameSpan.block.lines.slice(firstLine, lastLine + 1).map(({ text }) => text.trimEnd());
  const indent = (lines[0] ?? '').length - (lines[0] ?? '').trimStart().length;
  return lines.map((text) => (text.slice(0, indent).trim() === '' ? text.slice(indent) : text)).join('\n');
}

function removeNode({ section: { nameSpan, firstLine, lastLine } }: CorosyncNode): Edit {
  return deleteLines(lineSpan(nameSpan.block, firstLine), lineSpan(nameSpan.block, lastLine));
}

/** A node that all list, but with another address, id, number of votes or name. */
function* disagreement({ label, seen }: Member, newest: CorosyncFile | undefined): Generator<Report> {
  const entries = [...seen];
  const keys = new Set(
    entries.flatMap(([, node]) =>
      node.section.pairs.map(({ key }) => key).filter((key) => /^(name|nodeid|quorum_votes|ring[0-7]_addr)$/.test(key)),
    ),
  );
  for (const key of keys) {
    const found = differing(
      entries,
      ([, node]) => valueOf(key, node),
      () => valueAt(key, seen, newest),
    );
    if (!found) continue;
    const { wanted, deviating } = found;
    const [model, modelNode] = found.agreeing[0];
    for (const [, node] of deviating) {
      const written = pairOf(key, node);
      const here = written ? `is ${valueOf(key, node)} here` : 'is not set here';
      const edits = deviating.flatMap(([, each]) => settingEdit(key, wanted, each));
      yield {
        span: written?.valueSpan ?? node.section.nameSpan,
        severity: key === 'name' ? 'warning' : 'error',
        message: `${key} of node ${label} ${here}, but ${wanted === '' ? 'not set' : wanted} on ${model.owner} (${model.document.path}): ${consequence(key)}`,
        related: related(pairOf(key, modelNode)?.valueSpan, `as ${model.owner} has it`),
        fixes: () =>
          wanted === '' ? [] : [{ title: `Set ${key} of node ${label} to ${wanted} on all hosts`, safe: false, edits }],
      };
    }
  }
}

function consequence(key: string): string {
  if (key === 'name') return 'the cluster forms, but Pacemaker takes the names for different nodes';
  if (key === 'quorum_votes') return 'one host may see quorum where the other sees none';
  return 'the hosts reject each other, and each stays alone';
}

function valueAt(key: string, seen: Member['seen'], newest: CorosyncFile | undefined): string | undefined {
  const node = newest && seen.get(newest);
  return node && valueOf(key, node);
}

function pairOf(key: string, { section }: CorosyncNode) {
  return section.pairs.findLast((pair) => pair.key === key);
}

function valueOf(key: string, node: CorosyncNode): string {
  if (key === 'quorum_votes') return String(votesOf(node));
  const value = pairOf(key, node)?.value ?? '';
  return /^\d+$/.test(value) ? String(BigInt(value)) : value.toLowerCase();
}

function settingEdit(key: string, value: string, node: CorosyncNode): Edit[] {
  const written = pairOf(key, node);
  if (written) return [replace(written.valueSpan, value)];
  const last = node.section.pairs.at(-1);
  return last ? [insertAfter(last.valueSpan, `${key}: ${value}`)] : [];
}
