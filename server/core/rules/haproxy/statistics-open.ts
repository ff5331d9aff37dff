import { isLoopback } from '../../model/addresses';
import { isEnabled, modeOf, nameOf, type Proxy, proxiesOf } from '../../model/haproxy-proxies';
import { decidingLine } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a statistics page that anybody may look at, or use to switch servers off',
  *check(host) {
    for (const proxy of proxiesOf(host)) {
      if (!proxy.takesClients || !isEnabled(proxy) || modeOf(proxy) !== 'http') continue;
      const shown = proxy.statements.find(
        ({ words, certain }) => certain && words[0]?.text === 'stats' && /^(enable|uri)$/.test(words[1]?.text ?? ''),
      );
      const [keyword, option] = shown?.words ?? [];
      if (!shown || !keyword || !option || isGuarded(proxy) || isPrivate(proxy)) continue;
      const admin = proxy.statements.find(
        ({ words, certain }) =>
          certain &&
          words[0]?.text === 'stats' &&
          words[1]?.text === 'admin' &&
          words[2]?.text === 'if' &&
          /^TRUE$/i.test(words[3]?.text ?? ''),
      );
      const place = admin ?? shown;
      const [start, end] = place.words;
      if (!start || !end) continue;
      yield {
        span: { ...wordSpan(proxy.block, place.line, start), end: end.end },
        severity: admin ? 'error' : 'warning',
        message: admin
          ? `Anybody who reaches ${nameOf(proxy)} may switch servers off, because its statistics page asks for no password and "admin if TRUE" lets all do all`
          : `Anybody who reaches ${nameOf(proxy)} sees names, addresses and state of all servers: ask for a password with stats auth, or bind it to the loopback`,
      };
    }
  },
});

/** A password, or a rule that turns people away. */
function isGuarded(proxy: Proxy): boolean {
  return (
    decidingLine(
      proxy,
      ({ words }) =>
        (words[0]?.text === 'stats' && /^(auth|http-request)$/.test(words[1]?.text ?? '')) ||
        (/^(http-request|tcp-request|http-after-response)$/.test(words[0]?.text ?? '') &&
          words.some(({ text }) => /^(deny|auth|reject|tarpit|silent-drop)$/.test(text))),
    ) !== undefined
  );
}

/** Bound to the machine itself or to sockets and variables, of which nobody can tell who reaches them. */
function isPrivate({ statements }: Proxy): boolean {
  const places = statements.flatMap(({ words }) => (words[0]?.text === 'bind' && words[1] ? [words[1]] : []));
  return places.every(({ text, dynamic }) => {
    const address = /^(?:ipv[46]@|tcp[46]?@)?(.*):\d+(-\d+)?$/.exec(text)?.[1];
    return dynamic || address === undefined || isLoopback(address.replace(/^\[(.*)\]$/, '$1'));
  });
}
