import { isLoopback } from '../../model/addresses';
import { modeOf, nameOf, type Proxy } from '../../model/haproxy-proxies';
import type { ReadStatement } from '../../model/haproxy-reading';
import { decidingLine } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'warning',
  summary: 'a statistics page that anybody may look at, or use to switch servers off',
  *check(proxy) {
    const statistics = proxy.byKeyword.get('stats');
    if (!proxy.takesClients || !statistics || modeOf(proxy) !== 'http') return;
    const shown = statistics.find(({ words, certain }) => certain && /^(enable|uri)$/.test(words[1]?.text ?? ''));
    const [keyword, option] = shown?.words ?? [];
    if (!shown || !keyword || !option || isGuarded(proxy) || isPrivate(proxy)) return;
    const admin = statistics.find(
      ({ words, certain }) =>
        certain && words[1]?.text === 'admin' && words[2]?.text === 'if' && /^TRUE$/i.test(words[3]?.text ?? ''),
    );
    const place = admin ?? shown;
    const [start, end] = place.words;
    if (!start || !end) return;
    yield {
      span: { ...wordSpan(proxy.block, place.line, start), end: end.end },
      severity: admin ? 'error' : 'warning',
      message: admin
        ? `Anybody who reaches ${nameOf(proxy)} may switch servers off, because its statistics page asks for no password and "admin if TRUE" lets all do all`
        : `Anybody who reaches ${nameOf(proxy)} sees names, addresses and state of all servers: ask for a password with stats auth, or bind it to the loopback`,
    };
  },
});

/** A password, or a rule that turns people away. */
function isGuarded(proxy: Proxy): boolean {
  return (
    decidingLine(proxy, 'stats', ({ words }) => /^(auth|http-request)$/.test(words[1]?.text ?? '')) !== undefined ||
    ['http-request', 'tcp-request', 'http-after-response'].some((keyword) => decidingLine(proxy, keyword, turnsAway))
  );
}

function turnsAway({ words }: ReadStatement): boolean {
  return words.some(({ text }) => /^(deny|auth|reject|tarpit|silent-drop)$/.test(text));
}

/** Bound to the machine itself or to sockets and variables, of which nobody can tell who reaches them. */
function isPrivate({ byKeyword }: Proxy): boolean {
  const places = (byKeyword.get('bind') ?? []).flatMap(({ words }) => words[1] ?? []);
  return places.every(({ text, dynamic }) => {
    const address = /^(?:ipv[46]@|tcp[46]?@)?(.*):\d+(-\d+)?$/.exec(text)?.[1];
    return dynamic || address === undefined || isLoopback(address.replace(/^\[(.*)\]$/, '$1'));
  });
}
