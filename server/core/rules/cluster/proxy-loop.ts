import { isLoopback, isWildcard } from '../../model/addresses';
import { isDatabase } from '../../model/host';
import { listening } from '../../model/listening';
import { poolProxies } from '../../model/pool-proxies';
import { bindsIn } from '../../model/proxy-binds';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy that sends its clients to itself',
  *check(cluster) {
    for (const { pool, members, senders } of poolProxies(cluster)) {
      const binds = senders.flatMap(({ block }) => bindsIn(block));
      for (const { server, host } of members) {
        const { address, port, addressSpan, name } = server;
        if (host !== pool.proxy || port === undefined) continue;
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
