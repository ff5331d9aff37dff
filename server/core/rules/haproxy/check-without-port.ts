import { isAddress, isWildcard } from '../../model/addresses';
import { splitPort } from '../../model/haproxy-addresses';
import { type Defaults, type Proxy } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { type ServerLine, type ServerOption, serverLines } from '../../model/server-lines';
import type { Report } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'a server is checked although nothing says on which port',
  *check(proxy) {
    for (const server of serverLines(proxy)) {
      if (!server.certain) continue;
      const check = server.options.get('check');
      const agent = server.options.get('agent-check');
      if (check && lacksPort(server) && !hasPortOfItsOwn(proxy))
        yield report(server, 'check', check, 'its address has no port, and there is no port option');
      if (agent && !server.options.has('agent-port') && !server.options.has('port'))
        yield report(server, 'agent-check', agent, 'there is no agent-port');
    }
  },
});

function report(server: ServerLine, name: string, option: ServerOption, meaning: string): Report {
  const { block, line } = server.nameSpan;
  return {
    span: option.span.block === block && option.span.line === line ? option.span : server.nameSpan,
    fatal: true,
    message: `Server ${server.name} has ${name}, but ${meaning}: HAProxy does not start`,
  };
}

/** Names are left out: HAProxy looks for the port before it has resolved them, and finds no address that needs one. */
function lacksPort({ address, options }: ServerLine): boolean {
  if (address === undefined) return false;
  const { host, port } = splitPort(address);
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  // A port with a sign is counted from that of the client, and 0 is none.
  if (!/^([+-].*|0*)$/.test(port ?? '') || !isAddress(bare) || isWildcard(bare)) return false;
  // Where `addr` names a port or a socket the check goes there.
  if (/[:/@]/.test(options.get('addr')?.value ?? '')) return false;
  return !options.has('port') && !options.has('track');
}

/** Whether the checks of a section bring ports of their own, or ask none. */
const bringsPort = perReading(({ statements }) =>
  statements.some(
    ({ words: [keyword, second, ...options] }) =>
      (/^(tcp|http)-check$/.test(keyword?.text ?? '') &&
        second?.text === 'connect' &&
        options.some(({ text, dynamic }) => text === 'port' || dynamic || /[:/@]/.test(text))) ||
      (keyword?.text === 'option' && second?.text === 'external-check'),
  ),
);

function hasPortOfItsOwn(proxy: Proxy): boolean {
  if (bringsPort(proxy.block)) return true;
  for (let from = proxy.defaults as Defaults | undefined; from; from = from.base)
    if (bringsPort(from.block)) return true;
  return false;
}
