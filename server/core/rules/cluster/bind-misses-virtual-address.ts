import { isAddress, isLoopback, isWildcard } from '../../model/addresses';
import type { Host } from '../../model/host';
import { hasSeveralProxies } from '../../model/pool-proxies';
import { bindsIn, type ProxyBind } from '../../model/proxy-binds';
import { virtualAddresses, virtualAddressesOf } from '../../model/virtual-addresses';
import { collected } from '../../syntax/collected';
import { haproxySection, type HaproxyLine } from '../../syntax/haproxy';
import { lineState } from '../../syntax/haproxy-conditions';
import { type Block, spanText } from '../../syntax/tree';
import { type Fix, replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy does not listen on the virtual address that its host may get',
  *check(cluster) {
    const moving = virtualAddresses(cluster);
    if (moving.size === 0 || !hasSeveralProxies(cluster)) return;
    const all = cluster.hosts.map((host) => ({ host, listeners: listenersOf(host) }));
    for (const { host, listeners } of all) {
      const own = new Set(virtualAddressesOf(host));
      if (own.size === 0 || listeners.some(({ isWhole }) => !isWhole)) continue;
      const byName = new Map(listeners.map((listener) => [listener.name, listener]));
      const judged = new Set<ProxyBind>();
      for (const other of all) {
        if (other.host === host) continue;
        for (const there of other.listeners.flatMap(({ binds }) => binds)) {
          const listener = own.has(there.address) ? byName.get(there.proxy) : undefined;
          const here = listener?.binds.find((bind) => isFixed(bind) && isSamePort(bind, there));
          const [given] = moving.get(there.address) ?? [];
          if (!here || !given || moving.has(here.address) || judged.has(here) || !isLive(here) || !isLive(there))
            continue;
          const covers = ({ address }: ProxyBind): boolean => isWildcard(address) || address === there.address;
          if (listeners.some(({ binds }) => binds.some((bind) => covers(bind) && hasPort(bind, there)))) continue;
          judged.add(here);
          const isKnown = cluster.hostAt(here.address) !== undefined;
          yield {
            span: here.span,
            severity: isKnown ? 'warning' : 'error',
            message: `${there.proxy} of ${host.name} listens on ${here.address}${isKnown ? '' : ', which no host of the cluster is known by,'} and not on ${there.address}: when ${given.manager} moves that address here (${given.name}), nobody answers on port ${there.firstPort}`,
            related: [
              { span: there.span, message: `as ${other.host.name} has it` },
              { span: given.span, message: `moved as ${given.name}` },
            ],
            fixes: () => (isKnown ? [] : fixes(here, there.address)),
          };
        }
      }
    }
  },
});

interface Listener {
  readonly name: string;
  readonly binds: readonly ProxyBind[];
  /** Whether every address it listens on could be read; sockets of the file system are no addresses. */
  readonly isWhole: boolean;
}

function listenersOf(host: Host): readonly Listener[] {
  return host.haproxy.flatMap((document) => listenersIn(document));
}

const listenersIn = collected((block: Block<HaproxyLine>): Listener | undefined => {
  const section = haproxySection(block);
  if (section?.keyword !== 'frontend' && section?.keyword !== 'listen') return undefined;
  const binds = bindsIn(block);
  const read = new Set(binds.map(({ span }) => span.line));
  const given = section.statements.filter(({ words: [keyword, place] }) => {
    return keyword?.text === 'bind' && !/^(\/|unix@|abns@)/.test(place?.text ?? '');
  });
  return { name: section.name ?? '', binds, isWhole: given.every(({ line }) => read.has(line)) };
});

function isFixed({ address }: ProxyBind): boolean {
  return isAddress(address) && !isLoopback(address) && !isWildcard(address);
}

function isSamePort(one: ProxyBind, other: ProxyBind): boolean {
  return one.firstPort === other.firstPort && one.lastPort === other.lastPort;
}

function hasPort(bind: ProxyBind, { firstPort }: ProxyBind): boolean {
  return bind.firstPort <= firstPort && firstPort <= bind.lastPort;
}

function isLive({ span }: ProxyBind): boolean {
  return lineState(span.block as Block<HaproxyLine>, span.line) === 'live';
}

function fixes({ span, address }: ProxyBind, wanted: string): Fix[] {
  const written = spanText(span);
  if (!written.toLowerCase().includes(address)) return [];
  const at = written.toLowerCase().indexOf(address);
  const text = written.slice(0, at) + wanted + written.slice(at + address.length);
  return [{ title: `Listen on ${wanted}`, safe: false, edits: [replace(span, text)] }];
}
