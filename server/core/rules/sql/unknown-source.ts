import { isAddress } from '../../model/addresses';
import type { Cluster } from '../../model/cluster';
import { namesNear } from '../../model/near-names';
import { changesOf, quotedLike } from '../../model/replication-sql';
import { virtualAddress } from '../../model/virtual-addresses';
import { spanText } from '../../syntax/tree';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'a replica is told to fetch from a name that no host of the cluster has',
  *check(cluster) {
    for (const { change, source, host } of changesOf(cluster)) {
      const token = change.values.get('host')?.value;
      if (source || !token?.isKnown || change.address === undefined || change.address === '') continue;
      if (virtualAddress(cluster, change.address)) continue;
      const near = isAddress(change.address) ? neighbours(cluster, change.address) : namesNear(cluster, change.address);
      const best = near.filter((name) => cluster.hostAt(name) !== host);
      const [first] = best;
      if (first === undefined) continue;
      yield {
        span: token.span,
        message: `No host of this cluster is called ${change.address}; did you mean ${first}? Otherwise the IO thread says Connecting for ever (error 2005 or 2003)`,
        fixes: () =>
          best.slice(0, 3).map((name) => ({
            title: `Write ${name}`,
            safe: false,
            edits: [replace(token.span, quotedLike(token, spanText(token.span), name))],
          })),
      };
    }
  },
});

/** Addresses of databases in the same network of 256, when every database's address is known. */
function neighbours({ databases }: Cluster, address: string): readonly string[] {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];
  const addresses = databases.map((host) => [...host.addresses].filter(isAddress));
  if (network === undefined || addresses.some((each) => each.length === 0)) return [];
  return addresses.flat().filter((each) => each.startsWith(network + '.'));
}
