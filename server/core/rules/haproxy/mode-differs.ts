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
  summary: 'a proxy sends traffic to a backend whose mode it cannot serve',
  *check(host) {
    if (!meet(targets(host), backendsOfOtherModes(host))) return;
    const backends = backendsOf(host);
    const judged = new Set<BackendReference>();
    for (const proxy of proxiesOf(host)) {
      for (const reference of references(proxy)) {
        const backend = backends.get(reference.name);
        // Files of one host may be alternatives, so only backends of the same file are sure to be meant.
        const isSure = backend?.state === 'live' && backend.block.document === proxy.block.document;
        if (!isSure || judged.has(reference)) continue;
        const [mode, other] = [modeOf(proxy) ?? '', modeOf(backend) ?? ''];
        if (!isUnfit(mode, other)) continue;
        judged.add(reference);
        yield {
          span: reference.span,
          fatal: true,
          message: `${nameOf(proxy)} works in ${mode} mode, but ${nameOf(backend)} in ${other} mode: HAProxy does not start`,
          related: [{ span: backend.section.nameSpan ?? backend.section.keywordSpan, message: `in ${other} mode` }],
        };
      }
    }
  },
});

/** Backends for log lines and filters take no clients, those for tcp none of a proxy that has read their request. */
function isUnfit(mode: string, other: string): boolean {
  return mode === 'http' ? takers.has(other) : mode === 'tcp' && other !== 'tcp' && takers.has(other);
}

/** Modes in which a backend takes not everything that a proxy may hand over. */
const takers: ReadonlySet<string> = new Set(['tcp', 'log', 'spop']);

/** The backends a proxy sends its clients to. */
const references = perProxy((proxy) =>
  proxy.takesClients && isEnabled(proxy) && /^(http|tcp)$/.test(modeOf(proxy) ?? '') ? referencesOf(proxy) : [],
);

/** Their names with the mode of the proxy: `http servers`. */
const targets = collectedProxies((proxy) => {
  const mode = modeOf(proxy) ?? '';
  const names = references(proxy).map(({ name }) => `${mode} ${name}`);
  return names.length > 0 ? names : undefined;
}, isSameList);

/** Backends with the modes they are unfit for: `http servers`. */
const backendsOfOtherModes = collectedProxies((proxy) => {
  if (!proxy.hasBackend || proxy.state !== 'live' || proxy.name === undefined) return undefined;
  const modes = ['http', 'tcp'].filter((mode) => isUnfit(mode, modeOf(proxy) ?? ''));
  return modes.length > 0 ? modes.map((mode) => `${mode} ${proxy.name}`) : undefined;
}, isSameList);

const meet = rememberPair((wanted: readonly (readonly string[])[], unfit: readonly (readonly string[])[]) => {
  const known = new Set(unfit.flat());
  return wanted.some((each) => each.some((name) => known.has(name)));
});
