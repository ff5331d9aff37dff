import { serversIn } from '../../model/cluster-text';
import { isAddress, isLoopback, isWildcard } from '../../model/addresses';
import { nameOf } from '../../model/haproxy-proxies';
import { serverLines } from '../../model/server-lines';
import { insertBehind } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'info',
  summary: 'servers by name, without which HAProxy does not start while nobody answers for the name',
  *check(proxy) {
    if (!proxy.hasBackend || proxy.byKeyword.has('server-template')) return;
    const lines = new Map(serverLines(proxy).map((line) => [line.line, line]));
    const named = serversIn(proxy.block).filter(({ line, address }) => {
      const options = lines.get(line)?.certain ? lines.get(line)?.options : undefined;
      const isPlain = options && !options.has('init-addr') && !options.has('resolvers');
      return isPlain && !isAddress(address) && !isLoopback(address) && !isWildcard(address);
    });
    const [first, ...others] = named;
    if (!first) return;
    const [names, them] =
      others.length > 0 ? [named.map(({ address }) => address).join(', '), 'each of them'] : [first.address, 'it'];
    yield {
      span: first.addressSpan,
      message: `${nameOf(proxy)} has servers by name (${names}): HAProxy asks for ${them} once, at start, and does not start when nobody answers. init-addr last,libc,none lets it start, and resolvers ask again`,
      related: others.map(({ addressSpan }) => ({ span: addressSpan, message: 'another name' })),
      fixes: () => [
        {
          title: `Start ${nameOf(proxy)} also while its names cannot be resolved`,
          safe: false,
          edits: named.map(({ addressSpan }) => insertBehind(addressSpan, ' init-addr last,libc,none')),
        },
      ],
    };
  },
});
