import { modeOf, nameOf } from '../../model/haproxy-proxies';
import { perReading, type ReadStatement } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import type { Severity } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'warning',
  summary: 'a setting for HTTP in a proxy that works in tcp mode, which HAProxy ignores',
  *check(proxy) {
    const settings = settingsForHttp(proxy.block) ?? [];
    const redirects = redirectsIn(proxy.block) ?? [];
    if (settings.length + redirects.length === 0 || modeOf(proxy) !== 'tcp') return;
    for (const span of proxy.hasBackend ? redirects : []) {
      yield {
        span,
        severity: 'error',
        fatal: true,
        message: `${nameOf(proxy)} works in tcp mode, where no server can redirect clients: HAProxy does not start`,
      };
    }
    for (const { span, what, instead, severity } of settings) {
      yield {
        span,
        ...(severity && { severity }),
        message: `${nameOf(proxy)} works in tcp mode, where HAProxy ignores ${what}: ${instead}`,
      };
    }
  },
});

interface HttpSetting {
  readonly span: Span;
  readonly what: string;
  readonly instead: string;
  readonly severity?: Severity;
}

/** What a section says itself; what it inherits may be meant for others. The first line of a kind stands for all. */
const settingsForHttp = perReading(({ block, statements }): readonly HttpSetting[] => {
  const found = new Map<string, HttpSetting>();
  for (const statement of statements) {
    const setting = settingIn(statement);
    if (!statement.certain || !setting || found.has(setting.what)) continue;
    const [first, second] = statement.words;
    if (!first) continue;
    const span = wordSpan(block, statement.line, first);
    found.set(setting.what, { ...setting, span: { ...span, end: (setting.whole && second ? second : first).end } });
  }
  return [...found.values()];
});

/** The word `redir` of server lines. */
const redirectsIn = perReading(({ block, statements }): readonly Span[] =>
  statements.flatMap(({ words, line, certain }) => {
    const redirect = words[0]?.text === 'server' ? words.slice(3).find(({ text }) => text === 'redir') : undefined;
    return redirect && certain && !words.some(({ dynamic }) => dynamic) ? [wordSpan(block, line, redirect)] : [];
  }),
);

/** As HAProxy 2.6 to 3.4 warn, except `option httplog`, which it changes by itself. */
function settingIn({ words, prefix }: ReadStatement): (Omit<HttpSetting, 'span'> & { whole?: true }) | undefined {
  const [keyword, argument] = words.map(({ text }) => text);
  if (prefix) return undefined;
  if (keyword === 'stats' && /^(enable|uri|auth|admin|realm|scope|refresh|hide-version)$/.test(argument ?? ''))
    return { what: 'stats', instead: 'nobody sees the statistics page' };
  if (keyword === 'cookie') return { what: 'cookie', instead: 'clients do not stay with their server' };
  if (keyword === 'balance' && /^(uri|url_param|hdr)\b/.test(argument ?? ''))
    return { what: `balance ${argument}`, instead: 'it takes turns instead (roundrobin)', whole: true };
  if (keyword === 'option' && argument === 'forwardfor')
    return { what: 'option forwardfor', instead: 'servers do not learn who the client is', whole: true };
  if (keyword === 'option' && argument === 'httplog')
    return { what: 'option httplog', instead: 'it logs as with option tcplog', severity: 'info', whole: true };
  return undefined;
}
