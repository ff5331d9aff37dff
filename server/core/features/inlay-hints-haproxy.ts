import type { HaproxyCatalog, HaproxySection } from '../catalog/haproxy';
import { serversIn } from '../model/cluster-text';
import { readTime } from '../model/haproxy-time';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';
import type { Block } from '../syntax/tree';
import { sayDuration } from './amounts';
import type { InlayHint } from './inlay-hints';
import type { LineRange } from './inlay-hints-options';
import type { Owner } from './owner';

/** Options of server lines that take a time. */
const timedOptions = /^(inter|fastinter|downinter|slowstart|agent-inter|pool-purge-delay|tcp-ut)$/;

/** Hints behind times without a unit, and behind addresses of hosts that the line calls by another name. */
export function hintHaproxy(
  block: Block<HaproxyLine>,
  range: LineRange,
  owner: Owner | undefined,
  catalog: HaproxyCatalog,
): InlayHint[] {
  const section = haproxySection(block);
  if (!section) return [];
  const release = owner?.host.haproxyRelease;
  const inRange = ({ line }: { readonly line: number }): boolean => line >= range.from && line < range.to;
  const times = section.statements.filter(inRange).flatMap(({ words, line }): InlayHint[] => {
    const isServer = /^(server|default-server|server-template)$/.test(words[0]?.text ?? '');
    const timed = isServer
      ? words.filter((_, index) => timedOptions.test(words[index - 1]?.text ?? ''))
      : isTime(words, section.keyword as HaproxySection, catalog, release);
    return timed.flatMap((word) => {
      const label = unitOf(word);
      return label === undefined
        ? []
        : [{ kind: 'units', span: { block, line, start: word.start, end: word.end }, label }];
    });
  });
  const hosts = serversIn(block)
    .filter(inRange)
    .flatMap(({ name, address, addressSpan }): InlayHint[] => {
      const host = owner?.cluster.hostAt(address);
      if (!host || host.names.has(name.toLowerCase())) return [];
      return [
        { kind: 'hosts', span: addressSpan, label: host.name, tooltip: `This address belongs to host ${host.name}.` },
      ];
    });
  return [...times, ...hosts];
}

/** The one argument of a keyword that takes a time. */
function isTime(
  words: readonly HaproxyWord[],
  section: HaproxySection,
  catalog: HaproxyCatalog,
  release: string | undefined,
): HaproxyWord[] {
  const last = words.at(-1);
  if (!last || words.length < 2 || !/^\d+$/.test(last.text)) return [];
  const { fact, length } = catalog.keyword(
    words.slice(0, 4).map(({ text }) => text),
    section,
    release,
  );
  return fact?.argument === 'time' && words.length === length + 1 ? [last] : [];
}

function unitOf({ text, dynamic }: HaproxyWord): string | undefined {
  const time = dynamic ? undefined : readTime(text);
  if (!time || time.hasUnit || time.milliseconds === 0) return undefined;
  const said = sayDuration(time.milliseconds);
  return said === undefined || said === `${text} ms` ? 'ms' : `ms = ${said}`;
}
