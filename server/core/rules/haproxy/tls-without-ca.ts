import { sectionsOf } from '../../model/haproxy-files';
import { collectedProxies, type Defaults, isEnabled, type Proxy } from '../../model/haproxy-proxies';
import { perReading, type Reading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a server is to be verified over TLS without anything to verify it against',
  *check(host) {
    if (sectionsOf(host, 'global').some(setsVerify)) return;
    for (const servers of unverified(host)) {
      for (const { name, option, span } of servers) {
        yield {
          span,
          fatal: true,
          message: `Server ${name} has ${option} with neither a ca-file nor verify none: HAProxy does not start`,
          fixes: () => [
            {
              title: 'Verify it against the certificates of the system',
              safe: false,
              edits: [{ kind: 'replace', span, text: `${option} ca-file @system-ca` }],
            },
          ],
        };
      }
    }
  },
});

/** The servers of a proxy in service that are to be verified against nothing. */
const unverified = collectedProxies((proxy): Tls['servers'] | undefined => {
  const servers = isEnabled(proxy) && !isSettled(proxy) ? tlsIn(proxy.block)?.servers : undefined;
  return servers?.length ? servers : undefined;
});

interface Tls {
  readonly servers: readonly { readonly name: string; readonly option: string; readonly span: Span }[];
  readonly isSettled: boolean;
}

const settling = /^(verify|ca-file|no-ssl|no-check-ssl)$/;

const tlsIn = perReading(({ block, statements }): Tls => {
  let isSettled = false;
  const servers = statements.flatMap(({ words, line, certain }) => {
    const [keyword, name] = words;
    const options = words.slice(3);
    if (keyword?.text === 'default-server' && words.some(({ text }) => settling.test(text))) isSettled = true;
    if (!certain || keyword?.text !== 'server' || words.some(({ dynamic }) => dynamic)) return [];
    if (options.some(({ text }) => settling.test(text))) return [];
    const option = options.find(({ text }) => text === 'ssl' || text === 'check-ssl');
    return option ? [{ name: name?.text ?? '', option: option.text, span: wordSpan(block, line, option) }] : [];
  });
  return { servers, isSettled };
});

function isSettled(proxy: Proxy): boolean {
  if (tlsIn(proxy.block)?.isSettled === true || proxy.defaults === 'unknown') return true;
  for (let from: Defaults | undefined = proxy.defaults; from; from = from.base)
    if (tlsIn(from.block)?.isSettled === true) return true;
  return false;
}

/** `ssl-server-verify none` turns it off for all; so may a default that the environment decides about. */
function setsVerify({ statements }: Reading): boolean {
  return statements.some(({ words }) => words[0]?.text === 'ssl-server-verify');
}
