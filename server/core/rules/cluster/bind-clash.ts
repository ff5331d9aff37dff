import { isWildcard } from '../../model/addresses';
import { type Host, isDatabase } from '../../model/host';
import { type Listening, listening } from '../../model/listening';
import { bindsIn, type ProxyBind } from '../../model/proxy-binds';
import { spanText } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'proxy and database of one host want the same address and port',
  *check(host) {
    const where = isDatabase(host) ? listening(host) : undefined;
    if (!where) return;
    const binds = bindsOf(host);
    for (const bind of binds) {
      const port = where.ports.find((each) => bind.firstPort <= each && each <= bind.lastPort);
      if (port === undefined || !where.addresses.some((address) => meet(address, bind.address))) continue;
      const setting = where.addressSetting ?? where.portSetting;
      const own = where.addresses.map((address) => (isWildcard(address) ? 'all addresses' : address)).join(', ');
      yield {
        span: bind.span,
        message: `The database of ${host.name} listens on port ${port} of ${own} too: whichever starts second fails with "Address already in use", although haproxy -c finds nothing wrong`,
        related: setting?.valueSpan
          ? [{ span: setting.valueSpan, message: `where the database of ${host.name} listens` }]
          : [],
        fixes: () => fixes(bind, binds, where),
      };
    }
  },
});

function bindsOf(host: Host): ProxyBind[] {
  return host.haproxy.flatMap((document) => document.blocks.flatMap((block) => bindsIn(block)));
}

/** A socket for all addresses meets every other one on its port, those of the loopback included. */
function meet(a: string, b: string): boolean {
  return isWildcard(a) || isWildcard(b) || a === b;
}

/** Moves the proxy to the next free port. Not safe: its clients have to follow. */
function fixes(bind: ProxyBind, binds: readonly ProxyBind[], { ports }: Listening): Fix[] {
  if (bind.firstPort !== bind.lastPort) return [];
  const isTaken = (port: number): boolean =>
    ports.includes(port) || binds.some(({ firstPort, lastPort }) => firstPort <= port && port <= lastPort);
  let free = bind.firstPort + 1;
  while (isTaken(free)) free++;
  return [
    {
      title: `Let ${bind.proxy || 'the proxy'} listen on port ${free} in place of ${spanText(bind.portSpan)}`,
      safe: false,
      edits: [replace(bind.portSpan, String(free))],
    },
  ];
}
