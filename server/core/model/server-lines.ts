import { wordSpan } from '../syntax/haproxy';
import type { HaproxyWord } from '../syntax/haproxy-words';
import type { Span } from '../syntax/tree';
import type { ReadStatement } from './haproxy-reading';
import { type Defaults, perProxy, type ProxyLines } from './haproxy-proxies';

/** An option in force on a server, with the word that sets it, be it there or on a `default-server` line. */
export interface ServerOption {
  readonly span: Span;
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
}

/** One `server` line with the options in force on it. */
export interface ServerLine {
  readonly name: string;
  readonly nameSpan: Span;
  /** As it is written, with its port; undefined where the environment completes it. */
  readonly address: string | undefined;
  /** Counted from the first line of the proxy's block. */
  readonly line: number;
  readonly options: ReadonlyMap<string, ServerOption>;
  /** False where a condition or the environment may change what the line says. */
  readonly certain: boolean;
}

/** Options that rules ask for and that take a value; all others are switches to whoever asks. */
const valued = new Set([
  'addr',
  'agent-addr',
  'agent-inter',
  'agent-port',
  'agent-send',
  'agent-string',
  'alpn',
  'ca-file',
  'check-alpn',
  'check-proto',
  'check-sni',
  'check-via-socks4',
  'ciphers',
  'cookie',
  'crl-file',
  'crt',
  'downinter',
  'error-limit',
  'fall',
  'fastinter',
  'hash-key',
  'id',
  'init-addr',
  'init-state',
  'inter',
  'log-bufsize',
  'maxconn',
  'maxqueue',
  'max-reuse',
  'minconn',
  'namespace',
  'npn',
  'observe',
  'on-error',
  'on-marked-down',
  'on-marked-up',
  'pool-low-conn',
  'pool-max-conn',
  'pool-purge-delay',
  'port',
  'proto',
  'redir',
  'resolve-net',
  'resolve-opts',
  'resolve-prefer',
  'resolvers',
  'rise',
  'set-proxy-v2-tlv-fmt',
  'shard',
  'slowstart',
  'sni',
  'socks4',
  'source',
  'ssl-max-ver',
  'ssl-min-ver',
  'track',
  'usesrc',
  'verify',
  'verifyhost',
  'weight',
  'ws',
]);

/** What `no-check` and its like take back. */
const opposites: Readonly<Record<string, string>> = {
  'no-agent-check': 'agent-check',
  'no-backup': 'backup',
  'no-check': 'check',
  'no-check-send-proxy': 'check-send-proxy',
  'no-check-ssl': 'check-ssl',
  'no-send-proxy': 'send-proxy',
  'no-send-proxy-v2': 'send-proxy-v2',
  'no-ssl': 'ssl',
  enabled: 'disabled',
};

/** The servers of a proxy in order, without templates. `default-server` counts for the lines behind it only. */
export const serverLines = perProxy((proxy): readonly ServerLine[] => {
  const options = new Map<string, ServerOption>();
  const { defaults } = proxy;
  let certain = defaults !== 'unknown' && inherit(defaults, options);
  const found: ServerLine[] = [];
  for (const statement of proxy.statements) {
    const [keyword, name, address] = statement.words;
    if (keyword?.text === 'default-server') {
      certain = apply(proxy, statement, 1, options) && certain;
    } else if (keyword?.text === 'server' && name && address) {
      const own = new Map(options);
      const isClear = apply(proxy, statement, 3, own);
      found.push({
        name: name.text,
        nameSpan: wordSpan(proxy.block, statement.line, name),
        address: address.dynamic ? undefined : address.text,
        line: statement.line,
        options: own,
        certain: certain && isClear,
      });
    }
  }
  return found;
});

function inherit(defaults: Defaults | undefined, options: Map<string, ServerOption>): boolean {
  if (!defaults) return true;
  let certain = inherit(defaults.base, options);
  for (const statement of defaults.statements) {
    if (statement.words[0]?.text === 'default-server') certain = apply(defaults, statement, 1, options) && certain;
  }
  return certain;
}

/** @returns whether it is certain what the words say */
function apply(
  { block }: ProxyLines,
  { words, line, certain }: ReadStatement,
  from: number,
  options: Map<string, ServerOption>,
): boolean {
  let isClear = certain;
  for (let at = from; at < words.length; at++) {
    const { text, dynamic } = words[at] as HaproxyWord;
    if (dynamic) isClear = false;
    const span = wordSpan(block, line, words[at] as HaproxyWord);
    const value = valued.has(text) ? words[++at] : undefined;
    if (value?.dynamic) isClear = false;
    if (text in opposites) options.delete(opposites[text] as string);
    else options.set(text, { span, value: value?.text, valueSpan: value && wordSpan(block, line, value) });
  }
  return isClear;
}

/** Whether HAProxy finds out by itself that a server is down: by its own check, an agent, or another server's check. */
export function isWatched({ options }: ServerLine): boolean {
  return options.has('check') || options.has('track') || options.has('agent-check');
}

/** Whether clients are sent to a server from the start. */
export function isActive({ options }: ServerLine): boolean {
  return !options.has('backup') && !options.has('disabled') && options.get('weight')?.value !== '0';
}
