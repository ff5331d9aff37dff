import { modeOf, nameOf, type Proxy, settingOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { healthCheck, sectionOf } from '../../model/proxy-options';
import { serverLines } from '../../model/server-lines';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import type { Report } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'something that the mode of a proxy does not go with',
  *check(proxy) {
    const mode = modeOf(proxy);
    if (mode === undefined) return;
    if (/^(log|spop)$/.test(mode) && !proxy.hasBackend) yield* onlyForBackends(proxy, mode);
    if (mode === 'log' && proxy.hasBackend) yield* balanceOfLog(proxy);
    if (mode !== 'tcp' && mode !== 'http') return;
    for (const { span, name } of bindProtocols(proxy.block) ?? []) {
      if (isUnfit(name, mode)) yield unfit(proxy, span, `proto ${name}`, `${mode} mode`);
    }
    if (proxy.hasBackend) yield* protocolsOfServers(proxy, mode);
  },
});

/** A frontend that takes over the mode of its `defaults` is told otherwise by some releases (3.4 starts). */
function* onlyForBackends(proxy: Proxy, mode: string): Generator<Report> {
  const word = proxy.settings.get('mode')?.words[1];
  const line = proxy.settings.get('mode')?.line;
  if (!word || line === undefined) return;
  const message = `Only backends work in ${mode} mode, and ${nameOf(proxy)} is none: HAProxy does not start`;
  yield { span: wordSpan(proxy.block, line, word), fatal: true, message };
}

/** How a server for log lines is chosen (3.0, 3.2 and 3.4; earlier ones have no such mode). */
function* balanceOfLog(proxy: Proxy): Generator<Report> {
  const line = settingOf(proxy, 'balance');
  if (!line || line === 'unknown') return;
  const word = line.words[1];
  if (!word || word.dynamic || !/^(leastconn|source|static-rr|first|hash|rdp-cookie\b.*)$/.test(word.text)) return;
  const message = `${nameOf(proxy)} works in log mode, where balance is roundrobin, random, sticky or log-hash, not ${word.text}: HAProxy does not start`;
  yield { span: wordSpan(sectionOf(proxy, line).block, line.line, word), fatal: true, message };
}

function* protocolsOfServers(proxy: Proxy, mode: string): Generator<Report> {
  const check = healthCheck(proxy);
  for (const { options, certain } of serverLines(proxy)) {
    if (!certain) continue;
    const proto = options.get('proto');
    if (proto?.valueSpan && isUnfit(proto.value, mode)) {
      yield unfit(proxy, proto.valueSpan, `proto ${proto.value}`, `${mode} mode`);
    }
    const checking = options.get('check-proto');
    if (!checking?.valueSpan || !options.has('check') || check === 'unknown') continue;
    const checks = check?.kind === 'httpchk' ? 'http' : 'tcp';
    if (isUnfit(checking.value, checks)) {
      const told = check === undefined ? 'a plain check' : `option ${check.kind}`;
      yield unfit(proxy, checking.valueSpan, `check-proto ${checking.value}`, told);
    }
  }
}

/** Without requests to read there is nothing to read them with, and the other way round. */
function isUnfit(protocol: string | undefined, mode: string): boolean {
  return mode === 'tcp' ? /^(h1|h2|fcgi)$/.test(protocol ?? '') : protocol === 'none';
}

function unfit(proxy: Proxy, span: Span, what: string, reason: string): Report {
  return {
    span,
    fatal: true,
    message: `${what} does not go with ${reason} of ${nameOf(proxy)}: HAProxy does not start`,
  };
}

interface Protocol {
  readonly name: string;
  readonly span: Span;
}

const bindProtocols = perReading(({ block, statements }): readonly Protocol[] =>
  statements.flatMap(({ words, line, certain }) => {
    if (!certain || words[0]?.text !== 'bind' || words.some(({ expanded }) => expanded)) return [];
    const at = words.findIndex(({ text }, place) => place > 1 && text === 'proto');
    const word = at < 0 ? undefined : words[at + 1];
    return word ? [{ name: word.text, span: wordSpan(block, line, word) }] : [];
  }),
);
