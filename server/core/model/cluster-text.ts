import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import { haproxySection, type HaproxyLine, wordSpan } from '../syntax/haproxy';
import { type Block, type Document, perBlock, type Span } from '../syntax/tree';
import { readEndpoint } from './addresses';

/** One `node {}` of a corosync node list. */
export interface CorosyncNode {
  readonly section: CorosyncSection;
  readonly name: string | undefined;
  readonly nodeid: string | undefined;
  /** `ring0_addr` ... `ring7_addr`, lower-cased, in the file's order; of a link given twice the last one counts. */
  readonly addresses: readonly { readonly link: string; readonly address: string; readonly span: Span }[];
}

/**
 * The nodes of a corosync.conf in order. A second `nodelist` section does not add nodes: the daemon counts from the
 * first node again, and what it says of a node overrides what was said before (corosync 3.1.7, tried).
 */
export function corosyncNodes(document: Document<CorosyncLine>): readonly CorosyncNode[] {
  const [first = [], ...others] = document.blocks.flatMap((block) => nodeListsOf(block));
  return others.reduce<readonly CorosyncNode[]>(overriding, first);
}

const nodeListsOf = perBlock((block: Block<CorosyncLine>): readonly (readonly CorosyncNode[])[] =>
  corosyncSections(block)
    .filter((section) => section.path === 'nodelist')
    .map((list) => list.children.filter((child) => child.name === 'node').map(readNode)),
);

function overriding(before: readonly CorosyncNode[], list: readonly CorosyncNode[]): CorosyncNode[] {
  const merged = list.map((node, at): CorosyncNode => {
    const pairs = [...(before[at]?.section.pairs ?? []), ...node.section.pairs];
    return readNode({ ...node.section, pairs });
  });
  return [...merged, ...before.slice(list.length)];
}

function readNode(section: CorosyncSection): CorosyncNode {
  // Of a key given twice the last value counts.
  const pairs = new Map(section.pairs.map((pair) => [pair.key, pair]));
  const addresses = [...pairs.values()]
    // The daemon reads the link as a number, so that ring00_addr is ring0_addr to it.
    .filter(({ key, value }) => /^ring0*[0-7]_addr$/.test(key) && value !== '')
    .map(({ key, value, valueSpan }) => ({
      link: key.replace(/0+(?=\d)/, ''),
      address: value.toLowerCase(),
      span: valueSpan,
    }));
  return { section, name: pairs.get('name')?.value, nodeid: pairs.get('nodeid')?.value, addresses };
}

/** One `server` line of a HAProxy section, without the templates and sockets that have no address to compare. */
export interface ProxyServer {
  readonly block: Block<HaproxyLine>;
  readonly line: number;
  readonly name: string;
  readonly address: string;
  readonly port: number | undefined;
  readonly nameSpan: Span;
  readonly addressSpan: Span;
  readonly words: readonly string[];
}

/** The servers of one proxy section. */
export const serversIn = perBlock((block: Block<HaproxyLine>): readonly ProxyServer[] => {
  const section = haproxySection(block);
  if (section?.keyword !== 'backend' && section?.keyword !== 'listen') return [];
  return section.statements.flatMap((statement): ProxyServer[] => {
    const [keyword, name, place] = statement.words;
    if (keyword?.text !== 'server' || !name || !place || place.dynamic) return [];
    const text = place.text.replace(/^(ipv4|ipv6|tcp|tcp4|tcp6)@/, '');
    if (/[@/]/.test(text)) return [];
    const endpoint = readEndpoint(text);
    if (!endpoint) return [];
    const words = statement.words.slice(3).map((word) => word.text);
    const span = (word: { start: number; end: number }): Span => wordSpan(block, statement.line, word);
    return [
      {
        block,
        line: statement.line,
        name: name.text,
        ...endpoint,
        nameSpan: span(name),
        addressSpan: span(place),
        words,
      },
    ];
  });
});
