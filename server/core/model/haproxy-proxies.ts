import type { HaproxyLine } from '../syntax/haproxy';
import { remember } from '../syntax/memo';
import type { Document } from '../syntax/tree';
import type { Host } from './host';
import { perReading, type Reading, type ReadStatement } from './haproxy-reading';

/** What rules ask of a section that is, or stands behind, a proxy. */
export interface ProxyLines extends Reading {
  /** The last line of each keyword that sets one value: `mode`, `default_backend`, `timeout client` ... */
  readonly settings: ReadonlyMap<string, ReadStatement>;
  readonly hasServers: boolean;
}

/** A `defaults` section; proxies take from it what they do not say themselves. */
export interface Defaults extends ProxyLines {
  readonly base: Defaults | undefined;
}

/** A `frontend`, `backend` or `listen` section. */
export interface Proxy extends ProxyLines {
  readonly kind: 'frontend' | 'backend' | 'listen';
  readonly name: string | undefined;
  readonly takesClients: boolean;
  readonly hasBackend: boolean;
  /** What it inherits from; `unknown` where a condition decides about that. */
  readonly defaults: Defaults | 'unknown' | undefined;
}

const linesOf = perReading((reading): ProxyLines => {
  const settings = new Map<string, ReadStatement>();
  let hasServers = false;
  for (const statement of reading.statements) {
    const [first, second] = statement.words;
    const keyword = first?.text ?? '';
    if (keyword === 'server' || keyword === 'server-template') hasServers = true;
    else if (keyword === 'timeout') settings.set(`timeout ${second?.text}`, statement);
    else if (keyword === 'enabled') settings.delete('disabled');
    else if (single.has(keyword)) settings.set(keyword, statement);
  }
  return { ...reading, settings, hasServers, memo: [] };
});

const single = new Set(['mode', 'default_backend', 'disabled', 'balance']);

/** The files HAProxy reads on a host, as far as known: haproxy.cfg first, the others in the order of their names. */
export function haproxyFiles(host: Host): readonly Document<HaproxyLine>[] {
  const isMain = ({ path }: Document<HaproxyLine>): number => (/(^|\/)haproxy\.cfg$/.test(path) ? 0 : 1);
  return [...host.haproxy].sort((a, b) => isMain(a) - isMain(b) || (a.path < b.path ? -1 : 1));
}

interface HostProxies {
  readonly proxies: readonly Proxy[];
  readonly backends: ReadonlyMap<string, Proxy>;
}

const known = new WeakMap<Host, HostProxies>();

function ofHost(host: Host): HostProxies {
  let found = known.get(host);
  if (!found) {
    const proxies = readProxies(haproxyFiles(host));
    const backends = new Map<string, Proxy>();
    for (const proxy of proxies) if (proxy.hasBackend && proxy.name !== undefined) backends.set(proxy.name, proxy);
    known.set(host, (found = { proxies, backends }));
  }
  return found;
}

/**
 * The proxies of a host, whose files HAProxy reads one after the other, with the `defaults` each inherits from: the named
 * one, else the last before it, also across files (tried on 2.6).
 */
export function proxiesOf(host: Host): readonly Proxy[] {
  return ofHost(host).proxies;
}

/** What traffic can be sent to by name on a host; of several with one name the last. */
export function backendsOf(host: Host): ReadonlyMap<string, Proxy> {
  return ofHost(host).backends;
}

/** Remembers what `compute` makes of a proxy for as long as its lines and what it inherits stay the same. */
export function perProxy<T>(compute: (proxy: Proxy) => T): (proxy: Proxy) => T {
  return remember(compute);
}

/** What was last made of a section, kept while its lines and what it builds on are the same objects. */
const last = remember((): { proxy?: Proxy; defaults?: Defaults } => ({}));

function proxyOf(lines: ProxyLines, kind: Proxy['kind'], defaults: Proxy['defaults']): Proxy {
  const known = last(lines);
  if (known.proxy && known.proxy.defaults === defaults) return known.proxy;
  const name = lines.section.name;
  const sides = { takesClients: kind !== 'backend', hasBackend: kind !== 'frontend' };
  known.proxy = { ...lines, kind, name, ...sides, defaults, memo: [] };
  return known.proxy;
}

function defaultsOf(lines: ProxyLines, base: Defaults | undefined): Defaults {
  const known = last(lines);
  if (known.defaults && known.defaults.base === base) return known.defaults;
  known.defaults = { ...lines, base, memo: [] };
  return known.defaults;
}

function readProxies(documents: readonly Document<HaproxyLine>[]): readonly Proxy[] {
  const proxies: Proxy[] = [];
  const named = new Map<string, Defaults | 'unknown'>();
  let current: Defaults | 'unknown' | undefined;
  for (const document of documents) {
    for (const block of document.blocks) {
      const lines = linesOf(block);
      if (!lines) continue;
      const { section, state } = lines;
      if (section.keyword === 'defaults') {
        const base = section.from === undefined ? undefined : named.get(section.from);
        current = state === 'live' && base !== 'unknown' ? defaultsOf(lines, base) : 'unknown';
        if (section.name !== undefined) named.set(section.name, current);
      } else if (isProxy(section.keyword)) {
        proxies.push(proxyOf(lines, section.keyword, section.from === undefined ? current : named.get(section.from)));
      }
    }
  }
  return proxies;
}

function isProxy(keyword: string): keyword is Proxy['kind'] {
  return keyword === 'frontend' || keyword === 'backend' || keyword === 'listen';
}

/**
 * The line that decides a setting of a proxy: its own, else that of the `defaults` it inherits from.
 *
 * @returns `unknown` where a condition decides, undefined when nothing sets it
 */
export function settingOf(proxy: Proxy, keyword: string): ReadStatement | 'unknown' | undefined {
  const known = (statement: ReadStatement) => (statement.certain ? statement : 'unknown');
  const own = proxy.settings.get(keyword);
  if (own) return known(own);
  if (proxy.defaults === 'unknown') return 'unknown';
  for (let defaults = proxy.defaults; defaults; defaults = defaults.base) {
    const inherited = defaults.settings.get(keyword);
    if (inherited) return known(inherited);
  }
  return undefined;
}

/** Whether HAProxy surely takes a proxy into service: read, and not `disabled`. */
export const isEnabled = perProxy((proxy) => proxy.state === 'live' && settingOf(proxy, 'disabled') === undefined);

/** The mode a proxy works in, tcp unless something says otherwise; undefined where a condition or the environment decides. */
export const modeOf = perProxy((proxy): string | undefined => {
  const setting = settingOf(proxy, 'mode');
  if (setting === undefined) return 'tcp';
  const value = setting === 'unknown' ? undefined : setting.words[1];
  return value?.dynamic ? undefined : value?.text;
});

/** How a proxy is called in messages: `frontend web`. */
export function nameOf({ kind, name }: Proxy): string {
  return name === undefined ? kind : `${kind} ${name}`;
}
