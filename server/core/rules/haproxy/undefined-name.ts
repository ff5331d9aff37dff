import { type DefinedKind, definitionsOf, requiredNames } from '../../model/haproxy-named';
import { sectionsOf } from '../../model/haproxy-files';
import { modeOf, nameOf } from '../../model/haproxy-proxies';
import type { Reading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import type { Report } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a line names a server, table or section that is not defined',
  *check(host, { haproxy }) {
    for (const section of sectionsOf(host, 'userlist')) yield* inUserlist(section);
    const definitions = definitionsOf(host);
    for (const { proxy, by, name, span, kind, isOfFetch } of requiredNames(host, haproxy)) {
      if (kind === 'own-table') {
        // Which rules a proxy of unknown mode reads is not known.
        const isRead = by.startsWith('stick') || modeOf(proxy) !== undefined;
        if (!isRead || proxy.name === undefined || definitions.has('table', proxy.name)) continue;
        yield {
          span,
          fatal: true,
          message: `${by} names no table, and ${nameOf(proxy)} has no stick-table of its own: HAProxy does not start`,
        };
        continue;
      }
      if (name === '') {
        const message = `${by} asks about a ${kind}, and ${nameOf(proxy)} is none: HAProxy does not start`;
        yield { span, fatal: true, message };
        continue;
      }
      // Before 3.4 the whole option is unknown, and called so.
      if (kind === 'healthcheck' && !haproxy.serverOption(by, host.haproxyRelease).known) continue;
      if (kind === 'server' ? definitions.hasServer(name, proxy) : definitions.has(kind, name)) continue;
      // A fetch that asks about its own proxy does so without a name; the table of one may go by that as well.
      const suggestions = kind === 'server' ? [] : closest(name, definitions.names(kind));
      yield {
        span,
        fatal: true,
        message: `${by} of ${nameOf(proxy)} names ${name}, which is no ${words[kind]}: HAProxy does not start${didYouMean(suggestions)}`,
        fixes: () => (isOfFetch ? [] : renamings(span, suggestions)),
      };
    }
  },
});

/** Groups of a userlist name users, and users groups. */
function inUserlist({ block, statements, state }: Reading): readonly Report[] {
  if (state !== 'live') return [];
  const defined = (kind: string): Set<string | undefined> =>
    new Set(statements.filter(({ words }) => words[0]?.text === kind).map(({ words }) => words[1]?.text));
  return statements.flatMap(({ words, line, certain }) => {
    const kind = words[0]?.text;
    const other = kind === 'group' ? 'user' : 'group';
    const at = words.findIndex(({ text }, place) => place > 1 && text === `${other}s`);
    const list = at < 0 ? undefined : words[at + 1];
    if (!certain || !/^(user|group)$/.test(kind ?? '') || !list || list.expanded) return [];
    const missing = list.text.split(',').find((name) => !defined(other).has(name));
    if (missing === undefined) return [];
    const message = `${kind} ${words[1]?.text ?? ''} names the ${other} ${missing}, which this userlist does not define: HAProxy does not start`;
    return [{ span: wordSpan(block, line, list), fatal: true as const, message }];
  });
}

const words: Record<DefinedKind | 'server', string> = {
  resolvers: 'resolvers section of this host',
  peers: 'peers section of this host',
  'http-errors': 'http-errors section of this host',
  cache: 'cache section of this host',
  'fcgi-app': 'fcgi-app section of this host',
  userlist: 'userlist of this host',
  healthcheck: 'healthcheck section of this host',
  table: 'proxy of this host with a stick-table',
  server: 'server that is defined there',
  backend: 'backend of this host',
  frontend: 'frontend of this host',
};
