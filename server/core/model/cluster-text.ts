import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import { haproxySection, type HaproxyLine, wordSpan } from '../syntax/haproxy';
import { type Block, type Document, perBlock, type Span } from '../syntax/tree';
import { readEndpoint } from './addresses';

/** One `node {}` of a corosync node list. */
export interface CorosyncNode {
  readonly section: CorosyncSection;
  readonly name: string | undefined;
  readonly nodeid: string | undefined;
  /** `ring0_addr` ... `ring7_addr`, lower-cased, in the file's order. */
  readonly addresses: readonly { readonly link: string; readonly address: string; readonly span: Span }[];
}

/** The nodes of a corosync.conf in order. */
export function corosyncNodes(document: Document<CorosyncLine>): readonly CorosyncNode[] {
  return document.blocks.flatMap((block) => nodesOf(block));
}

const nodesOf = perBlock((block: Block<CorosyncLine>): readonly CorosyncNode[] =>
  corosyncSections(block)
    .filter((section) => section.path === 'nodelist')
    .flatMap((list) => list.children.filter((child) => child.name === 'node').map(readNode)),
);

function readNode(section: CorosyncSection): CorosyncNode {
  const last = (key: string) => section.pairs.findLast((pair) => pair.key === key)?.value;
  const addresses = section.pairs
    .filter((pair) => /^ring[0-7]_addr$/.test(pair.key) && pair.value !== '')
    .map((pair) => ({ link: pair.key, address: pair.value.toLowerCase(), span: pair.valueSpan }));
  return { section, name: last('name'), nodeid: last('nodeid'), addresses };
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
    return [{ block, line: statement.line, name: name.text, ...endpoint, nameSpan: span(name), addressSpan: span(place), words }];
  });
});

/** Every server of a haproxy.cfg. */
export function proxyServers(document: Document<HaproxyLine>): readonly ProxyServer[] {
  return document.blocks.flatMap((block) => serversIn(block));
}
