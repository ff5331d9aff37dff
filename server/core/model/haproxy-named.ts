import type { HaproxyCatalog } from '../catalog/haproxy';
import { wordSpan } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';
import type { Span } from '../syntax/tree';
import type { Host } from './host';
import { haproxyFiles, isEnabled, type Proxy, proxiesOf } from './haproxy-proxies';
import { perReading } from './haproxy-reading';

/** What a name on a line of a proxy is the name of. */
export type NamedKind =
  | ('resolvers' | 'peers' | 'http-errors' | 'cache' | 'fcgi-app' | 'userlist')
  | ('table' | 'server' | 'proxy' | 'backend' | 'frontend');

/** A name on a line that HAProxy has to find when it starts. */
export interface NamedReference {
  readonly kind: NamedKind;
  readonly name: string;
  readonly span: Span;
  /** The option or keyword that names it. */
  readonly by: string;
}

/** What the lines of a section name; what a condition, the environment or the run time decides is left out. */
export const namesIn = perReading(({ block, statements }): readonly NamedReference[] => {
  const found: NamedReference[] = [];
  for (const { words, line, certain } of statements) {
    if (!certain) continue;
    const add = (kind: NamedKind, by: string, word: HaproxyWord | undefined): void => {
      if (!word || word.dynamic || word.text === '' || word.text.includes('%')) return;
      found.push({ kind, name: word.text, by, span: wordSpan(block, line, word) });
    };
    const [keyword, second, third] = words.map(({ text }) => text);
    const behind = (option: string, from: number): HaproxyWord | undefined => {
      const at = words.findIndex(({ text }, place) => place >= from && text === option);
      return at < 0 ? undefined : words[at + 1];
    };
    if (words.some(({ expanded }) => expanded)) continue;
    if (keyword === 'server') {
      add('resolvers', 'resolvers', behind('resolvers', 3));
      add('server', 'track', behind('track', 3));
    } else if (keyword === 'stick-table') add('peers', 'peers', behind('peers', 1));
    else if (keyword === 'stick') add('table', `stick ${second ?? ''}`, behind('table', 3));
    else if (keyword === 'use-server') add('server', 'use-server', words[1]);
    else if (keyword === 'errorfiles') add('http-errors', 'errorfiles', words[1]);
    else if (keyword === 'use-fcgi-app') add('fcgi-app', 'use-fcgi-app', words[1]);
    else if (keyword === 'filter' && (second === 'cache' || second === 'fcgi-app'))
      add(second, `filter ${second}`, words[2]);
    else if (/^(http|tcp)-(request|response)$/.test(keyword ?? '')) {
      const at = keyword?.startsWith('tcp') ? 2 : 1;
      const action = words[at]?.text ?? '';
      if (/^track-sc\d+$/.test(action)) add('table', action, behind('table', at));
      if (/^cache-(use|store)$/.test(action)) add('cache', action, words[at + 1]);
    }
    for (const { text, start } of testsOf(words, keyword, third)) {
      const call = /^(\w[\w.]*)\(([^(),]+)\)/.exec(text);
      if (call)
        found.push({ kind: 'proxy', by: call[1] ?? '', name: call[2] ?? '', span: wordSpan(block, line, start) });
    }
  }
  return found;
});

/** The first calls of ACL expressions on a line. */
function* testsOf(
  words: readonly HaproxyWord[],
  keyword: string | undefined,
  third: string | undefined,
): Generator<{ readonly text: string; readonly start: HaproxyWord }> {
  if (keyword === 'acl' && third !== undefined && words[2]) yield { text: third, start: words[2] };
  for (const [place, { text }] of words.entries()) {
    const next = words[place + 1];
    if (/^!*\{$/.test(text) && next) yield { text: next.text, start: next };
  }
}

/** What a fetch's first argument names, where it names something. */
export function namedBy(fetch: string, catalog: HaproxyCatalog, release: string | undefined): NamedKind | undefined {
  const types = new Set(catalog.samples.fetch(fetch, release, true).map((fact) => fact.types[0]));
  const [type] = types;
  if (types.size !== 1 || type === undefined) return undefined;
  if (type === 'user list') return 'userlist';
  return type === 'backend' || type === 'frontend' || type === 'server' || type === 'table' ? type : undefined;
}

/** What a host's files define, by kind. */
export interface Definitions {
  has(kind: Exclude<NamedKind, 'proxy' | 'server'>, name: string): boolean;
  /** A server, named alone in its own proxy or as `proxy/server`; true where a template makes names nobody lists. */
  hasServer(name: string, own: Proxy): boolean;
  names(kind: Exclude<NamedKind, 'proxy' | 'server'>): readonly string[];
}

const serversIn = perReading(({ statements }) => {
  const names = new Set<string>();
  let isOpen = false;
  for (const { words } of statements) {
    if (words[0]?.text === 'server-template') isOpen = true;
    if (words[0]?.text !== 'server' || !words[1]) continue;
    if (words[1].dynamic) isOpen = true;
    names.add(words[1].text);
  }
  return { names, isOpen };
});

const tablesIn = perReading(({ section, statements }): readonly string[] =>
  statements.flatMap(({ words }) => {
    if (section.name === undefined) return [];
    if (words[0]?.text === 'stick-table') return [section.name];
    return section.keyword === 'peers' && words[0]?.text === 'table' ? [`${section.name}/${words[1]?.text ?? ''}`] : [];
  }),
);

const headerOf = perReading(({ section }) => ({ kind: section.keyword, name: section.name }));

const known = new WeakMap<Host, Definitions>();

/** What the files of a host define together, sections in branches that may be dead included. */
export function definitionsOf(host: Host): Definitions {
  let found = known.get(host);
  if (!found) known.set(host, (found = readDefinitions(host)));
  return found;
}

function readDefinitions(host: Host): Definitions {
  const names = new Map<string, Set<string>>();
  const put = (kind: string, name: string): void => {
    const same = names.get(kind);
    if (same) same.add(name);
    else names.set(kind, new Set([name]));
  };
  for (const document of haproxyFiles(host)) {
    for (const block of document.blocks) {
      const header = headerOf(block);
      if (header?.name === undefined) continue;
      put(header.kind, header.name);
      if (header.kind === 'listen' || header.kind === 'backend') put('backends', header.name);
      if (header.kind === 'listen' || header.kind === 'frontend') put('frontends', header.name);
      for (const table of tablesIn(block) ?? []) put('table', table);
    }
  }
  const proxies = new Map(proxiesOf(host).map((proxy) => [proxy.name, proxy]));
  const keyOf = (kind: string): string => (kind === 'backend' || kind === 'frontend' ? `${kind}s` : kind);
  return {
    has: (kind, name) => names.get(keyOf(kind))?.has(name) === true,
    names: (kind) => [...(names.get(keyOf(kind)) ?? [])],
    hasServer(name, own) {
      const [proxyName, serverName] = name.includes('/') ? name.split('/') : [undefined, name];
      const proxy = proxyName === undefined ? own : proxies.get(proxyName);
      if (!proxy) return false;
      const servers = serversIn(proxy.block);
      return servers !== undefined && (servers.isOpen || servers.names.has(serverName ?? ''));
    },
  };
}

/** Proxies whose references HAProxy resolves. */
export function resolvingProxies(host: Host): readonly Proxy[] {
  return proxiesOf(host).filter(isEnabled);
}
