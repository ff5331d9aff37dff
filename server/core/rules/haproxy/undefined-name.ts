import { definitionsOf, namedBy, type NamedKind, namesIn, resolvingProxies } from '../../model/haproxy-named';
import { nameOf } from '../../model/haproxy-proxies';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a line names a server, table or section that is not defined',
  *check(host, { haproxy }) {
    const definitions = definitionsOf(host);
    for (const proxy of resolvingProxies(host)) {
      for (const reference of namesIn(proxy.block) ?? []) {
        const { by, name, span } = reference;
        const kind = reference.kind === 'proxy' ? namedBy(by, haproxy, host.haproxyRelease) : reference.kind;
        if (kind === undefined || kind === 'proxy') continue;
        if (kind === 'server' ? definitions.hasServer(name, proxy) : definitions.has(kind, name)) continue;
        // A fetch that asks about its own proxy does so without a name; the table of one may go by that as well.
        const suggestions = kind === 'server' ? [] : closest(name, definitions.names(kind));
        yield {
          span,
          fatal: true,
          message: `${by} of ${nameOf(proxy)} names ${name}, which is no ${words[kind]}: HAProxy does not start${didYouMean(suggestions)}`,
          fixes: () => (reference.kind === 'proxy' ? [] : renamings(span, suggestions)),
        };
      }
    }
  },
});

const words: Record<Exclude<NamedKind, 'proxy'>, string> = {
  resolvers: 'resolvers section of this host',
  peers: 'peers section of this host',
  mailers: 'mailers section of this host',
  'http-errors': 'http-errors section of this host',
  cache: 'cache section of this host',
  'fcgi-app': 'fcgi-app section of this host',
  userlist: 'userlist of this host',
  table: 'proxy of this host with a stick-table',
  server: 'server that is defined there',
  backend: 'backend of this host',
  frontend: 'frontend of this host',
};
