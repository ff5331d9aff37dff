import { haproxySection, type HaproxyLine, wordSpan } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';
import { type Block, perBlock, type Span } from '../syntax/tree';

/** One address and port that a proxy listens on. A range of ports is its first and last one. */
export interface ProxyBind {
  /** The section's name. */
  readonly proxy: string;
  /** An IP address or a name; empty or `*` for all. */
  readonly address: string;
  readonly firstPort: number;
  readonly lastPort: number;
  /** This address of the line, which may hold several. */
  readonly span: Span;
  /** The port or ports in it. */
  readonly portSpan: Span;
}

/**
 * TCP addresses that a frontend or listen section binds. Left out are sockets of other kinds, and lines that pick a
 * network of their own (`interface`, `namespace`) or one family only, because what they meet cannot be told.
 */
export const bindsIn = perBlock((block: Block<HaproxyLine>): readonly ProxyBind[] => {
  const section = haproxySection(block);
  if (section?.keyword !== 'frontend' && section?.keyword !== 'listen') return [];
  return section.statements.flatMap(({ words, prefix, line }) => {
    const [keyword, place, ...options] = words;
    if (prefix || keyword?.text !== 'bind' || !place || place.dynamic || place.quoted) return [];
    if (options.some(({ text }) => /^(interface|namespace|v6only)$/.test(text))) return [];
    return addressesIn(place).flatMap(({ text, start }): ProxyBind[] => {
      const match = /^((?:ipv[46]@|tcp[46]?@)?)(.*):(\d+)(?:-(\d+))?$/.exec(text);
      if (!match || /[@/]/.test(match[2] as string)) return [];
      const [whole, , address = '', first = '', last] = match;
      const end = start + whole.length;
      const ports = last === undefined ? first : `${first}-${last}`;
      return [
        {
          proxy: section.name ?? '',
          address: address.replace(/^\[(.*)\]$/, '$1').toLowerCase(),
          firstPort: Number(first),
          lastPort: Number(last ?? first),
          span: wordSpan(block, line, { start, end }),
          portSpan: wordSpan(block, line, { start: end - ports.length, end }),
        },
      ];
    });
  });
});

function addressesIn(word: HaproxyWord): { text: string; start: number }[] {
  let start = word.start;
  return word.text.split(',').map((text) => {
    const found = { text, start };
    start += text.length + 1;
    return found;
  });
}
