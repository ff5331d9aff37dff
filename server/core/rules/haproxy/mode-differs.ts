import { isSameList } from '../../syntax/collected';
import {
  backendsOf,
  collectedProxies,
  isEnabled,
  modeOf,
  nameOf,
  perProxy,
  proxiesOf,
} from '../../model/haproxy-proxies';
import { type BackendReference, referencesOf } from '../../model/haproxy-references';
import { rememberPair } from '../../syntax/memo';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a proxy in http mode sends traffic to a backend in tcp mode',
  *check(host) {
    if (!meet(httpTargets(host), tcpBackends(host))) return;
    const backends = backendsOf(host);
    const judged = new Set<BackendReference>();
    for (const proxy of proxiesOf(host)) {
      for (const reference of httpReferences(proxy)) {
        const backend = backends.get(reference.name);
        // Files of one host may be alternatives, so only backends of the same file are sure to be meant.
        const isSure = backend?.state === 'live' && backend.block.document === proxy.block.document;
        if (!isSure || judged.has(reference) || modeOf(backend) !== 'tcp') continue;
        judged.add(reference);
        yield {
          span: reference.span,
          fatal: true,
          message: `${nameOf(proxy)} works in http mode, but ${nameOf(backend)} in tcp mode: HAProxy does not start`,
          related: [{ span: backend.section.nameSpan ?? backend.section.keywordSpan, message: 'in tcp mode' }],
        };
      }
    }
  },
});

/** The backends a proxy in http mode sends its clients to. */
const httpReferences = perProxy((proxy) =>
  proxy.takesClients && isEnabled(proxy) && modeOf(proxy) === 'http' ? referencesOf(proxy) : [],
);

const httpTargets = collectedProxies((proxy) => {
  const names = httpReferences(proxy).map(({ name }) => name);
  return names.length > 0 ? names : undefined;
}, isSameList);

const tcpBackends = collectedProxies((proxy) =>
  proxy.hasBackend && proxy.state === 'live' && modeOf(proxy) === 'tcp' ? proxy.name : undefined,
);

const meet = rememberPair((targets: readonly (readonly string[])[], names: readonly string[]) => {
  const known = new Set(names);
  return targets.some((each) => each.some((name) => known.has(name)));
});
