import { sectionsOf } from '../../model/haproxy-files';
import { collectedProxies, isEnabled, nameOf, type Proxy } from '../../model/haproxy-proxies';
import type { Reading, ReadStatement } from '../../model/haproxy-reading';
import { decidingLine, sectionOf } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a proxy that may take more connections than the whole process',
  *check(host) {
    const limits = sectionsOf(host, 'global').flatMap((section) => globalLimit(section) ?? []);
    const limit = limits.at(-1);
    if (!limit) return;
    const said = new Set<unknown>();
    for (const { proxy, line, span, maxconn } of ownLimits(host)) {
      if (maxconn <= limit.maxconn || said.has(line)) continue;
      said.add(line);
      yield {
        span,
        message: `${nameOf(proxy)} may take ${maxconn} connections, but HAProxy as a whole takes ${limit.maxconn} (global maxconn): the rest waits in the kernel, unseen in every statistic`,
        related: [{ span: limit.span, message: 'the limit of the whole process' }],
      };
    }
  },
});

/** What proxies that take clients take at most, each with the line of it or its defaults that says so. */
const ownLimits = collectedProxies((proxy): OwnLimit | undefined => {
  if (!proxy.takesClients || !isEnabled(proxy)) return undefined;
  const line = decidingLine(proxy, 'maxconn');
  const value = line && line !== 'unknown' ? line.words[1] : undefined;
  if (!line || line === 'unknown' || !value || !/^\d+$/.test(value.text)) return undefined;
  return { proxy, line, span: wordSpan(sectionOf(proxy, line).block, line.line, value), maxconn: Number(value.text) };
});

interface OwnLimit {
  readonly proxy: Proxy;
  readonly line: ReadStatement;
  readonly span: Span;
  readonly maxconn: number;
}

function globalLimit({ block, statements }: Reading): { span: Span; maxconn: number } | undefined {
  const line = statements.findLast(({ words }) => words[0]?.text === 'maxconn');
  const value = line?.words[1];
  return line?.certain && value && /^\d+$/.test(value.text)
    ? { span: wordSpan(block, line.line, value), maxconn: Number(value.text) }
    : undefined;
}
