import { haproxyFiles, isEnabled, proxiesOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { bindsIn, type ProxyBind } from '../../model/proxy-binds';
import { repeated } from '../combinators/repeated';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'the same address and port is bound twice',
  *check(host) {
    const binds = proxiesOf(host)
      .filter(isEnabled)
      .flatMap((proxy) => bindsIn(proxy.block));
    const isRefused = haproxyFiles(host).some((document) => document.blocks.some((block) => sharesNoPorts(block)));
    for (const { item, first } of repeated(binds.flatMap(portsOf), ({ key }) => key)) {
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

const sharesNoPorts = perReading(
  ({ section, statements }) =>
    section.keyword === 'global' &&
    statements.some(({ words, certain }) => certain && words[0]?.text === 'noreuseport'),
);
