import { isSameList } from '../syntax/collected';
import type { HaproxyCatalog } from '../catalog/haproxy';
import { wordSpan } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';
import type { Span } from '../syntax/tree';
import type { Host } from './host';
import { haproxyFiles } from './haproxy-files';
import { collectedProxies, isEnabled, type Proxy, proxiesOf } from './haproxy-proxies';
import { collectedReadings, perReading, type Reading } from './haproxy-reading';
import { rememberPer } from './reads';

/** What a name on a line of a proxy is the name of. */
export type NamedKind =
  | ('resolvers' | 'peers' | 'http-errors' | 'cache' | 'fcgi-app' | 'userlist' | 'healthcheck')
  | ('table' | 'server' | 'proxy' | 'backend' | 'frontend')
  /** The table of the proxy itself, and a side of it that a fetch without a name asks about. */
  | ('own-table' | 'own-side');

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
      add('healthcheck', 'healthcheck', behind('healthcheck', 3));
    } else if (keyword === 'stick-table') add('peers', 'peers', behind('peers', 1));
    else if (keyword === 'stick') {
      const table = behind('table', 2);
      if (table) add('table', `stick ${second ?? ''}`, table);
      else if (words[1] && /^(on|match|store-request|store-response)$/.test(second ?? ''))
        found.push({ kind: 'own-table', name: '', by: `stick ${second}`, span: wordSpan(block, line, words[1]) });
    } else if (keyword === 'use-server') add('server', 'use-server', words[1]);
    else if (keyword === 'errorfiles') add('http-errors', 'errorfiles', words[1]);
    else if (keyword === 'use-fcgi-app') add('fcgi-app', 'use-fcgi-app', words[1]);
    else if (keyword === 'filter' && (second === 'cache' || second === 'fcgi-app'))
      add(second, `filter ${second}`, words[2]);
    else if (/^(http|tcp)-(request|response)$/.test(keyword ?? '')) {
      const at = keyword?.startsWith('tcp') ? 2 : 1;
      const action = words[at]?.text ?? '';
      const table = behind('table', at);
      const tracking = words[at];
      if (tracking && /^track-sc\d+$/.test(action)) {
        if (table) add('table', action, table);
        else found.push({ kind: 'own-table', name: '', by: action, span: wordSpan(block, line, tracking) });
      }
      if (/^cache-(use|store)$/.test(action)) add('cache', action, words[at + 1]);
      const resolvers = /^do-resolve\([^,()]+,\s*([^,()]+?)\s*[,)]/.exec(action)?.[1];
      if (resolvers !== undefined && tracking && !tracking.dynamic)
        found.push({ kind: 'resolvers', name: resolvers, by: 'do-resolve', span: wordSpan(block, line, tracking) });
    }
    for (const { text, start } of testsOf(words, keyword, third)) {
      const call = /^(\w[\w.]*)\(([^(),]+)\)/.exec(text);
      const bare = /^\w[\w.]*(?=,|$)/.exec(text)?.[0];
      if (bare !== undefined) found.push({ kind: 'own-side', by: bare, name: '', span: wordSpan(block, line, start) });
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

/** A name on a line of a proxy in service whose kind is settled. */
export interface RequiredName extends NamedReference {
  readonly kind: Exclude<NamedKind, 'proxy' | 'own-side'>;
  /** Whether it is the argument of a fetch. */
  readonly isOfFetch: boolean;
  readonly proxy: Proxy;
}

const naming = collectedProxies((proxy) => (isEnabled(proxy) && namesIn(proxy.block)?.length ? proxy : undefined));

/** What was found for a list of proxies, by release. */
const known = rememberPer((): Map<string, readonly RequiredName[]> => new Map());

/** The names on lines of a host's proxies that have to be defined somewhere, as its release of HAProxy sees it. */
export function requiredNames(host: Host, catalog: HaproxyCatalog): readonly RequiredName[] {
  const proxies = naming(host);
  const byRelease = known(proxies);
  const release = host.haproxyRelease ?? '';
  let names = byRelease.get(release);
  if (!names) {
    names = proxies.flatMap((proxy) => requiredIn(proxy, catalog, host.haproxyRelease));
    byRelease.set(release, names);
  }
  return names;
}

function requiredIn(proxy: Proxy, catalog: HaproxyCatalog, release: string | undefined): readonly RequiredName[] {
  return (namesIn(proxy.block) ?? []).flatMap((reference): RequiredName[] => {
    const isOfFetch = reference.kind === 'proxy';
    const kind = reference.kind === 'proxy' ? namedBy(reference.by, catalog, release) : reference.kind;
    if (kind === undefined || kind === 'proxy') return [];
    if (kind !== 'own-side') return [{ ...reference, kind, isOfFetch, proxy }];
    const side = namedBy(reference.by, catalog, release);
    // What the client's address counts stands in a table, without a name in that of the proxy; `sc0_...` knows its table.
    if (side === 'table' && reference.by.startsWith('src_'))
      return [{ ...reference, kind: 'own-table', isOfFetch: true, proxy }];
    const lacks = (side === 'backend' && !proxy.hasBackend) || (side === 'frontend' && !proxy.takesClients);
    return lacks ? [{ ...reference, kind: side, isOfFetch: true, proxy }] : [];
  });
}

/** What is defined by its name alone. */
export type DefinedKind = Exclude<NamedKind, 'proxy' | 'server' | 'own-table' | 'own-side'>;

/** What a host's files define, by kind. */
export interface Definitions {
  has(kind: DefinedKind, name: string): boolean;
  /** A server, named alone in its own proxy or as `proxy/server`; true where a template makes names nobody lists. */
  hasServer(name: string, own: Proxy): boolean;
  names(kind: DefinedKind): readonly string[];
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

function tablesIn({ section, statements }: Reading): readonly string[] {
  return statements.flatMap(({ words }) => {
    if (words[0]?.text === 'stick-table') return [section.name ?? ''];
    return section.keyword === 'peers' && words[0]?.text === 'table' ? [`${section.name}/${words[1]?.text ?? ''}`] : [];
  });
}

/** What one named section defines: itself and its tables, each as a kind and a name. */
const definedIn = collectedReadings((reading): readonly string[] | undefined => {
  const { keyword, name } = reading.section;
  if (name === undefined) return undefined;
  const sides = [
    ...(/^(listen|backend)$/.test(keyword) ? ['backends'] : []),
    ...(/^(listen|frontend)$/.test(keyword) ? ['frontends'] : []),
  ];
  return [
    ...[keyword, ...sides].map((kind) => `${kind} ${name}`),
    ...tablesIn(reading).map((table) => `table ${table}`),
  ];
}, isSameList);

/** Names by kind. */
const namesByKind = rememberPer((defined: readonly (readonly string[])[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const names = new Map<string, Set<string>>();
  for (const each of defined.flat()) {
    const blank = each.indexOf(' ');
    const [kind, name] = [each.slice(0, blank), each.slice(blank + 1)];
    const same = names.get(kind);
    if (same) same.add(name);
    else names.set(kind, new Set([name]));
  }
  return names;
});

/** What the files of a host define together, sections in branches that may be dead included. */
export const definitionsOf = rememberPer((host: Host): Definitions => {
  const files = haproxyFiles(host).map((file) => namesByKind(definedIn(file)));
  const keyOf = (kind: string): string => (kind === 'backend' || kind === 'frontend' ? `${kind}s` : kind);
  return {
    has: (kind, name) => files.some((names) => names.get(keyOf(kind))?.has(name)),
    names: (kind) => [...new Set(files.flatMap((names) => [...(names.get(keyOf(kind)) ?? [])]))],
    hasServer(name, own) {
      const [proxyName, serverName] = name.includes('/') ? name.split('/') : [undefined, name];
      const proxy = proxyName === undefined ? own : proxiesOf(host).findLast((each) => each.name === proxyName);
      if (!proxy) return false;
      const servers = serversIn(proxy.block);
      return servers !== undefined && (servers.isOpen || servers.names.has(serverName ?? ''));
    },
  };
});
