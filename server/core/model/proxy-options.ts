import type { ReadStatement } from './haproxy-reading';
import { type Defaults, perProxy, type Proxy, type ProxyLines } from './haproxy-proxies';

/**
 * The line of a proxy, or else of the `defaults` it inherits from, that decides something.
 *
 * @param keyword  the first word of the lines that take part; of several in one section the last decides
 * @param isOne  which of them take part, if not all
 * @returns `unknown` where a condition decides; a line that begins with `no` says that it is off and is returned too
 */
export function decidingLine(
  proxy: Proxy,
  keyword: string,
  isOne: (statement: ReadStatement) => boolean = () => true,
): ReadStatement | 'unknown' | undefined {
  let from: ProxyLines = proxy;
  let next: Defaults | 'unknown' | undefined = proxy.defaults;
  for (;;) {
    const found = from.byKeyword.get(keyword)?.findLast(isOne);
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
  const line = decidingLine(proxy, 'option', ({ words }) => words[1]?.text === name);
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
export const healthCheck = perProxy((proxy): HealthCheck | 'unknown' | undefined => {
  const line = decidingLine(proxy, 'option', ({ words, prefix }) => !prefix && checks.has(words[1]?.text ?? ''));
  if (!line || line === 'unknown') return line;
  return { kind: line.words[1]?.text ?? '', line, section: sectionOf(proxy, line) };
});

/** The line `option <kind>` a proxy checks its servers by, and the section that line stands in. */
export interface HealthCheck {
  readonly kind: string;
  readonly line: ReadStatement;
  readonly section: ProxyLines;
}
