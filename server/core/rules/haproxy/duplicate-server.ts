import { nameOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { type Repeated, repeated } from '../combinators/repeated';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'two servers of one backend have the same name',
  *check(proxy) {
    for (const { item, first } of repeatedServers(proxy.block) ?? []) {
      yield {
        span: item.span,
        fatal: true,
        message: `Server ${item.name} is already defined in ${nameOf(proxy)}: HAProxy does not start`,
        related: [{ span: first.span, message: `first server ${item.name}` }],
      };
    }
  },
});

interface Server {
  readonly name: string;
  readonly span: Span;
}

const repeatedServers = perReading(({ block, statements }): readonly Repeated<Server>[] => {
  const servers = statements.flatMap(({ words, certain, line }): Server[] => {
    const [keyword, name] = words;
    if (!certain || keyword?.text !== 'server' || !name || name.dynamic) return [];
    return [{ name: name.text, span: wordSpan(block, line, name) }];
  });
  return [...repeated(servers, ({ name }) => name)];
});
