import { backendsOf, isEnabled, modeOf, nameOf, proxiesOf } from '../../model/haproxy-proxies';
import { type BackendReference, referencesOf } from '../../model/haproxy-references';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a proxy in http mode sends traffic to a backend in tcp mode',
  *check(host) {
    const backends = backendsOf(host);
    const judged = new Set<BackendReference>();
    for (const proxy of proxiesOf(host)) {
      if (!proxy.takesClients || !isEnabled(proxy) || modeOf(proxy) !== 'http') continue;
      for (const reference of referencesOf(proxy)) {
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
