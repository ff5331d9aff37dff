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
  const names = new Set(statements.flatMap(({ words: [keyword, name] }) => (isServer(keyword) && name?.text) || []));
  const servers = statements.flatMap(({ words, certain, line }): Server[] => {
    const [keyword, name, range] = words;
    if (!certain || !name || name.dynamic || name.expanded) return [];
    const span = wordSpan(block, line, name);
    if (isServer(keyword)) return [{ name: name.text, span }];
    if (keyword?.text !== 'server-template' || !range || range.dynamic) return [];
    return templateNames(name.text, range.text, names).map((each) => ({ name: each, span }));
  });
  return [...repeated(servers, ({ name }) => name)];
});

const isServer = (keyword: { readonly text: string } | undefined): boolean => keyword?.text === 'server';

/** Which of these names a template makes too: `db 3` makes `db1` to `db3`, and `db 4-6` the others. */
function templateNames(prefix: string, range: string, names: ReadonlySet<string>): string[] {
  const [, first = '1', last] = /^(?:(\d+)-)?(\d+)$/.exec(range) ?? [];
  if (last === undefined) return [];
  return [...names].filter((name) => {
    const number = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    return /^(0|[1-9]\d*)$/.test(number) && Number(number) >= Number(first) && Number(number) <= Number(last);
  });
}
