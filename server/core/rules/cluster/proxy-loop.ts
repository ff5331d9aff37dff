import { isLoopback, isWildcard } from '../../model/addresses';
import { isDatabase } from '../../model/host';
import { listening } from '../../model/listening';
import { collectedPools } from '../../model/pool-proxies';
import { bindsIn } from '../../model/proxy-binds';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy that sends its clients to itself',
  *check(cluster) {
    for (const { senders, own: members } of poolsOfOwnHost(cluster)) {
      const binds = senders.flatMap(({ block }) => bindsIn(block));
      for (const { server, host } of members) {
        const { address, port, addressSpan, name } = server;
        if (!host || port === undefined) continue;
        // Where a database of the host wants the port as well, that clash is the finding.
        if (isDatabase(host) && listening(host)?.ports.includes(port)) continue;
        const own = binds.find(
          (bind) =>
            bind.firstPort <= port &&
            port <= bind.lastPort &&
            (isWildcard(bind.address) || bind.address === address || (isLoopback(bind.address) && isLoopback(address))),
        );
        if (!own) continue;
        yield {
          span: addressSpan,
          message: `Server ${name} is the proxy's own ${own.proxy || 'listener'}: every connection comes back to it until HAProxy has none left`,
          related: [{ span: own.span, message: 'listens here' }],
        };
      }
    }
  },
});

/** Pools with servers on the very host of the proxy. */
const poolsOfOwnHost = collectedPools(({ pool, members, senders }) => {
  const own = members.filter(({ host }) => host?.key === pool.owner);
  return own.length > 0 ? { senders, own } : undefined;
});
