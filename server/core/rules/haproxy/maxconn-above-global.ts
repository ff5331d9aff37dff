import { haproxyFiles, isEnabled, nameOf, proxiesOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { decidingLine, sectionOf } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a proxy that may take more connections than the whole process',
  *check(host) {
    const limits = haproxyFiles(host).flatMap(({ blocks }) => blocks.flatMap((block) => globalLimit(block) ?? []));
    const limit = limits.at(-1);
    if (!limit) return;
    const said = new Set<unknown>();
    for (const proxy of proxiesOf(host)) {
      if (!proxy.takesClients || !isEnabled(proxy)) continue;
      const line = decidingLine(proxy, ({ words }) => words[0]?.text === 'maxconn');
      const value = line && line !== 'unknown' ? line.words[1] : undefined;
      if (!line || line === 'unknown' || !value || said.has(line) || !/^\d+$/.test(value.text)) continue;
      if (Number(value.text) <= limit.maxconn) continue;
      said.add(line);
      yield {
        span: wordSpan(sectionOf(proxy, line).block, line.line, value),
        message: `${nameOf(proxy)} may take ${value.text} connections, but HAProxy as a whole takes ${limit.maxconn} (global maxconn): the rest waits in the kernel, unseen in every statistic`,
        related: [{ span: limit.span, message: 'the limit of the whole process' }],
      };
    }
  },
});

const globalLimit = perReading(({ block, section, statements }): { span: Span; maxconn: number } | undefined => {
  if (section.keyword !== 'global') return undefined;
  const line = statements.findLast(({ words }) => words[0]?.text === 'maxconn');
  const value = line?.words[1];
  return line?.certain && value && /^\d+$/.test(value.text)
    ? { span: wordSpan(block, line.line, value), maxconn: Number(value.text) }
    : undefined;
});
