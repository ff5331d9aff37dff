import { isAddress, isLoopback } from '../../model/addresses';
import { isDatabase } from '../../model/host';
import { covers } from '../../model/networks';
import { proxyHostOf } from '../../model/database-pools';
import { collectedPools } from '../../model/pool-proxies';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy that sends the proxy protocol to a database that does not expect it',
  *check(cluster) {
    for (const { greeted, pool } of greetingPools(cluster)) {
      for (const { line, host, option } of greeted) {
        const setting = host.options.effective('proxy_protocol_networks');
        const value = setting?.value?.trim() ?? '';
        const own = [...(proxyHostOf(pool, cluster)?.addresses ?? [])].filter(
          (address) => isAddress(address) && !isLoopback(address),
        );
        if (value !== '') {
          const networks = value.split(',').map((each) => each.trim());
          // A proxy with several addresses may come from any of them.
          if (own.length === 0 || own.some((address) => networks.some((network) => covers(network, address)))) continue;
        }
        const lacks = value === '' ? 'expects from nobody (proxy_protocol_networks)' : `expects from ${value} alone`;
        yield {
          span: option.span,
          message: `Server ${line.name} is sent the proxy protocol, which ${host.name} ${lacks}: the handshake breaks, the check fails and no client gets through`,
          related: setting?.valueSpan ? [{ span: setting.valueSpan, message: `set on ${host.name}` }] : [],
        };
      }
    }
  },
});

/** Pools with the databases that are greeted in the proxy protocol. */
const greetingPools = collectedPools(({ pool, members }) => {
  const greeted = members.flatMap(({ line, host, server }) => {
    const option = line.options.get('send-proxy') ?? line.options.get('send-proxy-v2');
    if (!option || !line.certain || !host || !isDatabase(host) || isLoopback(server.address)) return [];
    return [{ line, host, option }];
  });
  return greeted.length > 0 ? { pool, greeted } : undefined;
});
