import { addressFault } from '../../model/haproxy-addresses';
import { type Defaults, type Proxy } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Report } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'an address on a server or bind line that HAProxy cannot read',
  *check(proxy) {
    const found = faultsIn(proxy.block);
    if (!found) return;
    yield* found.certain;
    if (found.unresolved.length > 0 && !startsUnresolved(proxy)) yield* found.unresolved;
  },
});

interface Found {
  /** What no option makes right. */
  readonly certain: readonly Report[];
  /** Addresses that are no address and no name either: `init-addr none` lets the server start without one. */
  readonly unresolved: readonly Report[];
  readonly hasInitAddr: boolean;
}

const faultsIn = perReading(({ block, statements }): Found => {
  const certain: Report[] = [];
  const unresolved: Report[] = [];
  let hasInitAddr = false;
  for (const { words, line, certain: isCertain } of statements) {
    const [keyword, second, third, ...options] = words;
    const isServer = keyword?.text === 'server';
    if (keyword?.text === 'default-server' && words.some(({ text }) => text === 'init-addr')) hasInitAddr = true;
    if (!isCertain || !second) continue;
    if (keyword?.text === 'bind') {
      for (const text of second.dynamic ? [] : second.text.split(',')) {
        // Of ports another rule knows more.
        if (text === '' || addressFault({ ...second, text }, ['any-port']) === undefined) continue;
        certain.push(
          report(`A bind line cannot listen on ${text}, which is no address`, wordSpan(block, line, second)),
        );
      }
      continue;
    }
    if (!isServer || words.slice(0, 3).some((word) => word.expanded)) continue;
    const foreign = second.expanded ? undefined : /[^\w.:-]/.exec(second.text)?.[0];
    if (foreign !== undefined) {
      certain.push(
        report(
          `The name of a server cannot have "${foreign}" in it, as ${second.text} has`,
          wordSpan(block, line, second),
        ),
      );
    }
    if (!third || third.text === '') continue;
    if (addressFault(third, ['any-port']) === undefined) continue;
    const told = report(`${third.text} is neither an address nor a name of a server`, wordSpan(block, line, third));
    if (/^(fd|sockpair)@/.test(third.text)) certain.push(told);
    else if (!options.some(({ text }) => text === 'init-addr')) unresolved.push(told);
  }
  return { certain, unresolved, hasInitAddr };
});

function report(message: string, span: Report['span']): Report {
  return { span, fatal: true, message: `${message}: HAProxy does not start` };
}

function startsUnresolved(proxy: Proxy): boolean {
  if (faultsIn(proxy.block)?.hasInitAddr === true || proxy.defaults === 'unknown') return true;
  for (let from: Defaults | undefined = proxy.defaults; from; from = from.base)
    if (faultsIn(from.block)?.hasInitAddr === true) return true;
  return false;
}
