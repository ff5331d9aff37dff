import type { Pair } from './difference';
import type { Suspension } from './unit';

/** What must hold still while a database server is restarted: proxies that send sessions to it, and Orchestrator. */
export function suspensionsFor(pair: Pair, peers: readonly Pair[]): Suspension[] {
  const own = addressesOf(pair);
  const drains = peers.flatMap(({ host, seen }): Suspension[] => {
    const servers = seen.proxied.filter((each) => own.has(each.address)).map(({ name }) => name);
    if (servers.length === 0) return [];
    const reason = `new sessions of ${host.name} go to other servers meanwhile`;
    return [{ kind: 'drain', host: host.name, servers, reason }];
  });
  const known = pair.seen.orchestrated;
  if (known.length === 0) return drains;
  const reason = 'Orchestrator must not take the restart for a failure';
  return [...drains, { kind: 'downtime', host: 'orchestrator', servers: known, reason }];
}

/** Under which addresses a proxy may know a host. */
function addressesOf({ host, seen }: Pair): Set<string> {
  return new Set([...host.addresses, ...seen.addresses, ...(host.access.host === undefined ? [] : [host.access.host])]);
}
