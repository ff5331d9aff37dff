import type { ReadStatement } from './haproxy-reading';
import { type Defaults, type Proxy, type ProxyLines } from './haproxy-proxies';

/**
 * The line of a proxy, or else of the `defaults` it inherits from, that decides something.
 *
 * @param isOne  which lines take part; of several in one section the last decides
 * @returns `unknown` where a condition decides; a line that begins with `no` says that it is off and is returned too
 */
export function decidingLine(
  proxy: Proxy,
  isOne: (statement: ReadStatement) => boolean,
): ReadStatement | 'unknown' | undefined {
  let from: ProxyLines = proxy;
  let next: Defaults | 'unknown' | undefined = proxy.defaults;
  for (;;) {
    const found = from.statements.findLast(isOne);
    if (found) return found.certain ? found : 'unknown';
    if (next === 'unknown' || next === undefined) return next;
    from = next;
    next = next.base;
  }
}

/** The section a deciding line stands in: the proxy or one of its `defaults`. */
export function sectionOf(proxy: Proxy, line: ReadStatement): ProxyLines {
  if (proxy.statements.includes(line)) return proxy;
  for (let from = proxy.defaults; from && from !== 'unknown'; from = from.base)
    if (from.statements.includes(line)) return from;
  return proxy;
}

/** The line `option <name>` in force; undefined where it is off. */
export function optionLine(proxy: Proxy, name: string): ReadStatement | 'unknown' | undefined {
  const line = decidingLine(proxy, ({ words }) => words[0]?.text === 'option' && words[1]?.text === name);
  return line && line !== 'unknown' && line.prefix ? undefined : line;
}

const checks = new Set([
  'external-check',
  'httpchk',
  'ldap-check',
  'mysql-check',
  'pgsql-check',
  'redis-check',
  'smtpchk',
  'spop-check',
  'ssl-hello-chk',
  'tcp-check',
]);

/** How a proxy asks its servers whether they are well: the last of its checks, or else of the inherited ones. */
export function healthCheck(
  proxy: Proxy,
): { readonly kind: string; readonly line: ReadStatement; readonly section: ProxyLines } | 'unknown' | undefined {
  const line = decidingLine(
    proxy,
    ({ words, prefix }) => !prefix && words[0]?.text === 'option' && checks.has(words[1]?.text ?? ''),
  );
  if (!line || line === 'unknown') return line;
  return { kind: line.words[1]?.text ?? '', line, section: sectionOf(proxy, line) };
}
