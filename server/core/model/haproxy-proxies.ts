import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import { isConditional } from '../syntax/haproxy-conditions';
import { Collector, sameEnds } from '../syntax/collected';
import { remember } from '../syntax/memo';
import type { Block, Document } from '../syntax/tree';
import { haproxyFiles } from './haproxy-files';
import type { Host } from './host';
import { rememberPer } from './reads';
import { perReading, type Reading, type ReadStatement } from './haproxy-reading';

/** What rules ask of a section that is, or stands behind, a proxy. */
export interface ProxyLines extends Reading {
  /** The last line of each keyword that sets one value: `mode`, `default_backend`, `timeout client` ... */
  readonly settings: ReadonlyMap<string, ReadStatement>;
  /** Its lines by their first word. */
  readonly byKeyword: ReadonlyMap<string, readonly ReadStatement[]>;
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
  const byKeyword = new Map<string, ReadStatement[]>();
  for (const statement of reading.statements) {
    const [first, second] = statement.words;
    const keyword = first?.text ?? '';
    const same = byKeyword.get(keyword);
    if (same) same.push(statement);
    else byKeyword.set(keyword, [statement]);
    if (keyword === 'timeout') settings.set(`timeout ${second?.text}`, statement);
    else if (keyword === 'enabled') settings.delete('disabled');
    else if (single.has(keyword)) settings.set(keyword, statement);
  }
  const hasServers = byKeyword.has('server') || byKeyword.has('server-template');
  return { ...reading, settings, byKeyword, hasServers, memo: [] };
});

const single = new Set(['mode', 'default_backend', 'disabled', 'balance']);

/**
 * The proxies of a host, whose files HAProxy reads one after the other, with the `defaults` each inherits from: the named
 * one, else the last before it, also across files (tried on 2.6).
 */
export const proxiesOf = rememberPer((host: Host): readonly Proxy[] => readProxies(haproxyFiles(host)));

/** What traffic can be sent to by name on a host; of several with one name the last. */
export const backendsOf = rememberPer((host: Host): ReadonlyMap<string, Proxy> => {
  const backends = new Map<string, Proxy>();
  for (const proxy of proxiesOf(host))
    if (proxy.hasBackend && proxy.name !== undefined) backends.set(proxy.name, proxy);
  return backends;
});

/** Remembers what `compute` makes of a proxy for as long as its lines and what it inherits stay the same. */
export function perProxy<T>(compute: (proxy: Proxy) => T): (proxy: Proxy) => T {
  return remember(compute);
}

/**
 * Collects what the proxies of a host say by themselves, leaving out those that say nothing, see `Collector`: after a
 * keystroke one proxy of thousands is asked.
 */
export function collectedProxies<F>(
  factOf: (proxy: Proxy) => F | undefined,
  isSame?: (one: F, other: F) => boolean,
): (host: Host) => readonly F[] {
  const collectors = new WeakMap<Document<HaproxyLine>, Collector<Proxy, F>>();
  return (host) => {
    const [file] = haproxyFiles(host);
    if (!file) return [];
    let collector = collectors.get(file);
    if (!collector) collectors.set(file, (collector = new Collector(factOf, isSame)));
    return collector.of(proxiesOf(host));
  };
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
  // Conditions and other files reach into sections from outside; then nothing is taken over from the last time.
  const only = documents.length === 1 ? documents[0] : undefined;
  const alone = only && isConditional(only) ? undefined : only;
  const again = alone && readAgain(alone);
  if (again) return again;
  const reader = new ProxyReader();
  for (const document of documents) for (const block of document.blocks) reader.read(block);
  const { proxies, inherited } = reader;
  if (alone) lastReadings.set(alone, { blocks: [...alone.blocks], proxies, inherited });
  else for (const document of documents) lastReadings.delete(document);
  return proxies.filter((proxy) => proxy !== undefined);
}

/** Reads blocks in order; what it made of each stands at the block's place. */
class ProxyReader {
  readonly proxies: (Proxy | undefined)[] = [];
  /** The unnamed inheritance in force before each block. */
  readonly inherited: (Defaults | 'unknown' | undefined)[] = [];
  private readonly named = new Map<string, Defaults | 'unknown'>();
  private current: Defaults | 'unknown' | undefined;

  read(block: Block<HaproxyLine>): void {
    this.inherited.push(this.current);
    const lines = linesOf(block);
    this.proxies.push(lines && this.proxyOf(lines));
  }

  private proxyOf(lines: ProxyLines): Proxy | undefined {
    const { section, state } = lines;
    const from = section.from === undefined ? undefined : this.named.get(section.from);
    if (section.keyword === 'defaults') {
      this.current = state === 'live' && from !== 'unknown' ? defaultsOf(lines, from) : 'unknown';
      if (section.name !== undefined) this.named.set(section.name, this.current);
    }
    if (!isProxy(section.keyword)) return undefined;
    return proxyOf(lines, section.keyword, section.from === undefined ? this.current : from);
  }
}

interface LastReading {
  readonly blocks: readonly Block<HaproxyLine>[];
  readonly proxies: readonly (Proxy | undefined)[];
  readonly inherited: readonly (Defaults | 'unknown' | undefined)[];
}

const lastReadings = new WeakMap<Document<HaproxyLine>, LastReading>();

/**
 * The proxies after an edit inside proxies that inherit from no named defaults: all others are taken over, so that a
 * keystroke does not walk through thousands of sections. Undefined where the whole file must be read.
 */
function readAgain(document: Document<HaproxyLine>): readonly Proxy[] | undefined {
  const last = lastReadings.get(document);
  const { blocks } = document;
  if (!last) return undefined;
  const { start, kept } = sameEnds(last.blocks, blocks);
  const isPlain = (block: Block<HaproxyLine>): boolean => {
    const section = haproxySection(block);
    return section !== undefined && section.keyword !== 'defaults' && section.from === undefined;
  };
  const before = last.blocks.slice(start, last.blocks.length - kept);
  const after = blocks.slice(start, blocks.length - kept);
  if (![...before, ...after].every(isPlain)) return undefined;
  if (start >= last.inherited.length) return undefined;
  const current = last.inherited[start];
  const made = after.map((block) => {
    const lines = linesOf(block);
    return lines && isProxy(lines.section.keyword) ? proxyOf(lines, lines.section.keyword, current) : undefined;
  });
  const spliced = <T>(old: readonly T[], middle: readonly T[]): T[] => [
    ...old.slice(0, start),
    ...middle,
    ...old.slice(old.length - kept),
  ];
  const proxies = spliced(last.proxies, made);
  const inherited = spliced(
    last.inherited,
    after.map(() => current),
  );
  lastReadings.set(document, { blocks: [...blocks], proxies, inherited });
  return proxies.filter((proxy) => proxy !== undefined);
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
