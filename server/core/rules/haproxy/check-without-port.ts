import { splitPort } from '../../model/haproxy-addresses';
import { type Defaults, type Proxy } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'a server is checked although nothing says on which port',
  *check(proxy) {
    if (proxy.defaults === 'unknown') return;
    for (const { name, option, port, span, isInherited } of checksIn(proxy.block)?.lacking ?? []) {
      if (isSettled(proxy, port) || (isInherited && !isCheckedByDefault(proxy))) continue;
      const meaning =
        port === 'port' ? 'its address has no port, and there is no port option' : 'there is no agent-port';
      yield {
        span,
        fatal: true,
        message: `Server ${name} has ${option}, but ${meaning}: HAProxy does not start`,
      };
    }
  },
});

interface Lacking {
  readonly name: string;
  readonly option: string;
  readonly port: 'port' | 'agent-port';
  readonly span: Span;
  /** Whether only the `defaults` of the proxy can have asked for the check. */
  readonly isInherited: boolean;
}

const checksIn = perReading(({ block, statements }) => {
  const lacking: Lacking[] = [];
  const settled = new Set<string>();
  let isChecked = false;
  let isUnchecked = false;
  for (const { words, line, certain } of statements) {
    const [keyword, name, address, ...options] = words;
    if (keyword?.text === 'default-server')
      for (const { text } of words) {
        settled.add(text);
        if (text === 'check' || text === 'no-check') [isChecked, isUnchecked] = [text === 'check', text !== 'check'];
      }
    // These bring ports of their own, or ask none.
    if (/^(tcp-check|http-check)$/.test(keyword?.text ?? '') && name?.text === 'connect') settled.add('port');
    if (keyword?.text === 'option' && name?.text === 'external-check') settled.add('port');
    if (!certain || keyword?.text !== 'server' || !name || !address || words.some(({ dynamic }) => dynamic)) continue;
    const find = (option: string) => options.find(({ text }) => text === option);
    const own = find('check');
    const isOff = options.findLast(({ text }) => /^(no-)?check$/.test(text))?.text === 'no-check';
    const check = isOff ? undefined : (own ?? (isUnchecked ? undefined : name));
    const hasPort =
      /^\d/.test(splitPort(address.text).port ?? '') ||
      /^(\/|[\w+-]+@|_|\*|:?$|0\.0\.0\.0|\[::\])/.test(address.text) ||
      find('port') ||
      find('track');
    if (check && !hasPort) {
      lacking.push({
        name: name.text,
        option: 'check',
        port: 'port',
        span: wordSpan(block, line, check),
        isInherited: !own && !isChecked,
      });
    }
    const agent = find('agent-check');
    if (agent && !find('agent-port')) {
      lacking.push({
        name: name.text,
        option: 'agent-check',
        port: 'agent-port',
        span: wordSpan(block, line, agent),
        isInherited: false,
      });
    }
  }
  return { lacking, settled, isChecked, isUnchecked };
});

/** Whether the nearest `defaults` that speaks of it has its servers checked. */
function isCheckedByDefault(proxy: Proxy): boolean {
  for (let from = proxy.defaults as Defaults | undefined; from; from = from.base) {
    const found = checksIn(from.block);
    if (found?.isChecked || found?.isUnchecked) return found.isChecked;
  }
  return false;
}

function isSettled(proxy: Proxy, port: string): boolean {
  if (checksIn(proxy.block)?.settled.has(port)) return true;
  for (let from = proxy.defaults as Defaults | undefined; from; from = from.base)
    if (checksIn(from.block)?.settled.has(port)) return true;
  return false;
}
