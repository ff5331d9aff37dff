import { isSameList } from '../../syntax/collected';
import { sectionsOf } from '../../model/haproxy-files';
import { collectedProxies, isEnabled, perProxy, proxiesOf } from '../../model/haproxy-proxies';
import type { Reading } from '../../model/haproxy-reading';
import { rememberPer } from '../../model/reads';
import { bindsIn, type ProxyBind } from '../../model/proxy-binds';
import { repeated } from '../combinators/repeated';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'the same address and port is bound twice',
  *check(host) {
    if (areUnique(boundKeys(host))) return;
    const isRefused = sectionsOf(host, 'global').some(sharesNoPorts);
    for (const { item, first } of repeated(proxiesOf(host).flatMap(boundPorts), ({ key }) => key)) {
      const outcome = isRefused
        ? 'with noreuseport HAProxy does not start'
        : 'haproxy -c finds nothing wrong, and the kernel deals new connections out to both at random';
      yield {
        span: item.bind.span,
        ...(isRefused && { fatal: true as const }),
        message: `${nameOf(item.bind)} listens on ${item.told}, where ${nameOf(first.bind)} does already: ${outcome}`,
        related: [{ span: first.bind.span, message: `${nameOf(first.bind)} listens here` }],
      };
    }
  },
});

interface BoundPort {
  readonly bind: ProxyBind;
  readonly key: string;
  readonly told: string;
}

const boundPorts = perProxy((proxy): readonly BoundPort[] =>
  isEnabled(proxy) ? bindsIn(proxy.block).flatMap(portsOf) : [],
);

const boundKeys = collectedProxies((proxy) => {
  const ports = boundPorts(proxy);
  return ports.length > 0 ? ports.map(({ key }) => key) : undefined;
}, isSameList);

const areUnique = rememberPer((keys: readonly (readonly string[])[]) => {
  const all = keys.flat();
  return new Set(all).size === all.length;
});

/** Ranges of many ports are taken by their ends, to stay quick. */
function portsOf(bind: ProxyBind): BoundPort[] {
  const { address, firstPort, lastPort } = bind;
  const where = address === '' ? '*' : address;
  const ports = firstPort === lastPort ? [firstPort] : [firstPort, lastPort];
  return ports.map((port) => ({ bind, key: `${where} ${port}`, told: `${where}:${port}` }));
}

function nameOf({ proxy }: ProxyBind): string {
  return proxy === '' ? 'a proxy' : proxy;
}

function sharesNoPorts({ statements }: Reading): boolean {
  return statements.some(({ words, certain }) => certain && words[0]?.text === 'noreuseport');
}
