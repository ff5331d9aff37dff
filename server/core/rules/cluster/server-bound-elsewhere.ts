import { isAddress, isLoopback, isWildcard } from '../../model/addresses';
import { databasePools } from '../../model/database-pools';
import { isDatabase } from '../../model/host';
import { listening } from '../../model/listening';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a proxy sends clients to an address on which the database of that host does not listen',
  *check(cluster) {
    for (const { servers } of databasePools(cluster)) {
      for (const { server, host } of servers) {
        const { address, addressSpan, name } = server;
        const where = host && isDatabase(host) ? listening(host) : undefined;
        if (!host || !where?.addressSetting || !isAddress(address) || isLoopback(address)) continue;
        const bound = where.addresses;
        // Names and wildcards may stand for the address; a loopback alone is another rule's concern.
        if (!bound.every((each) => isAddress(each) && !isWildcard(each)) || bound.every(isLoopback)) continue;
        if (bound.includes(address)) continue;
        const reachable = bound.filter((each) => !isLoopback(each));
        const { valueSpan } = where.addressSetting;
        yield {
          span: addressSpan,
          message: `The database of ${host.name} listens on ${bound.join(', ')}, not on ${address}: the proxy gets "connection refused" and takes server ${name} for down`,
          related: valueSpan ? [{ span: valueSpan, message: `where ${host.name} listens` }] : [],
          fixes: () => {
            const [only, another] = reachable;
            const written = spanText(addressSpan);
            if (only === undefined || another !== undefined || !written.includes(address)) return [];
            return [
              {
                title: `Point server ${name} at ${only}`,
                safe: false,
                edits: [replace(addressSpan, written.replace(address, only))],
              },
            ];
          },
        };
      }
    }
  },
});
