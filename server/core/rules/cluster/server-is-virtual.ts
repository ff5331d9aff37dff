import { isLoopback, isWildcard } from '../../model/addresses';
import { collectedPools } from '../../model/pool-proxies';
import { bindsIn } from '../../model/proxy-binds';
import { virtualAddresses } from '../../model/virtual-addresses';
import { vrrpInstances } from '../../model/keepalived';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a proxy reaches databases through an address that moves between hosts',
  *check(cluster) {
    const moving = virtualAddresses(cluster);
    if (moving.size === 0) return;
    const hosts = new Map(cluster.hosts.map((host) => [host.key, host]));
    for (const { owner, senders, members } of strangers(cluster)) {
      for (const { server } of members) {
        const [given] = moving.get(server.address) ?? [];
        if (!given) continue;
        const own = hosts.get(owner)?.keepalived.flatMap((document) => vrrpInstances(document)) ?? [];
        const isOwn = own.some(({ addresses }) => addresses.some(({ text }) => text === server.address));
        const { port } = server;
        const bind =
          isOwn && port !== undefined
            ? senders
                .flatMap(({ block }) => bindsIn(block))
                .find(
                  (each) =>
                    each.firstPort <= port &&
                    port <= each.lastPort &&
                    !isLoopback(each.address) &&
                    (isWildcard(each.address) || each.address === server.address),
                )
            : undefined;
        const related = [{ span: given.span, message: `moved as ${given.name}` }];
        if (bind) {
          yield {
            span: server.addressSpan,
            severity: 'error',
            message: `Server ${server.name} is the address that keepalived gives to this very proxy (${given.name}): while the proxy has it, every connection comes back to it until HAProxy has none left`,
            related: [...related, { span: bind.span, message: 'listens here' }],
          };
        } else {
          yield {
            span: server.addressSpan,
            message: `Server ${server.name} is the address that ${given.manager} moves as ${given.name}, not a database: the proxy sees one server where there are several, cannot tell which of them it checks, and keeps old connections when the address moves`,
            related,
          };
        }
      }
    }
  },
});

/** Servers at the address of no host, pool by pool. */
const strangers = collectedPools(({ pool, members, senders }) => {
  const some = members.filter(({ host }) => !host);
  return some.length > 0 ? { owner: pool.owner, senders, members: some } : undefined;
});
