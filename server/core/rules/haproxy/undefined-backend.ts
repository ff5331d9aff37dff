import { isSameList } from '../../syntax/collected';
import { backendsOf, collectedProxies, isEnabled, nameOf, type Proxy, proxiesOf } from '../../model/haproxy-proxies';
import { type BackendReference, referencesOf } from '../../model/haproxy-references';
import type { Host } from '../../model/host';
import { rememberPair } from '../../syntax/memo';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import type { Report } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'traffic is sent to a backend that does not exist',
  *check(host) {
    if (loops(host).length === 0 && areDefined(targets(host), backendNames(host))) return;
    const backends = backendsOf(host);
    const judged = new Set<BackendReference>();
    for (const proxy of proxiesOf(host)) {
      if (!isEnabled(proxy)) continue;
      for (const reference of referencesOf(proxy)) {
        if (isLoop(reference, proxy)) {
          yield {
            span: reference.span,
            fatal: true,
            message: `${nameOf(proxy)} is its own default_backend: HAProxy finds a loop and does not start`,
          };
          continue;
        }
        if (backends.has(reference.name) || judged.has(reference)) continue;
        judged.add(reference);
        yield undefinedBackend(reference, proxy, [...backends.keys()], host);
      }
    }
  },
});

/** The backends that proxies in service send clients to by name. */
const targets = collectedProxies((proxy) => {
  const names = isEnabled(proxy) ? referencesOf(proxy).map(({ name }) => name) : [];
  return names.length > 0 ? names : undefined;
}, isSameList);

const backendNames = collectedProxies((proxy) => (proxy.hasBackend ? proxy.name : undefined));

const areDefined = rememberPair((wanted: readonly (readonly string[])[], names: readonly string[]) => {
  const known = new Set(names);
  return wanted.every((each) => each.every((name) => known.has(name)));
});

const loops = collectedProxies((proxy) =>
  isEnabled(proxy) ? referencesOf(proxy).find((reference) => isLoop(reference, proxy)) : undefined,
);

/** A proxy that hands over to itself by a line of its own. */
function isLoop({ keyword, name, span }: BackendReference, proxy: Proxy): boolean {
  return keyword === 'default_backend' && proxy.hasBackend && name === proxy.name && span.block === proxy.block;
}

function undefinedBackend(reference: BackendReference, proxy: Proxy, backends: readonly string[], host: Host): Report {
  const { keyword, name, span } = reference;
  const suggestions = nearest(name, backends);
  const where = host.haproxy.length > 1 ? `host ${host.name}'s ${host.haproxy.length} files` : 'this file';
  return {
    span,
    fatal: true,
    message: `${keyword} of ${nameOf(proxy)} names no backend of ${where}: HAProxy does not start${didYouMean(suggestions)}`,
    fixes: () => renamings(span, suggestions),
  };
}

/** A name that differs in letter case alone is the one that was meant. */
function nearest(name: string, backends: readonly string[]): string[] {
  const same = backends.filter((other) => other.toLowerCase() === name.toLowerCase());
  return same.length > 0 ? same : closest(name, backends);
}
