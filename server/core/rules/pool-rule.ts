import type { Catalogs } from '../catalog/catalogs';
import type { Cluster } from '../model/cluster';
import { collectedPools, type PoolProxy } from '../model/pool-proxies';
import { anyReports, oncePerPlace } from './combinators/once-per-place';
import type { Report } from './finding';
import { type ClusterRule, clusterRule, type Rule } from './rule';

/**
 * Judges one database pool with the hosts it means and the proxies that send clients to it. It is asked again only
 * when one of these changes. A line that several pools inherit is spoken of once.
 */
export function poolRule({
  concerns = () => true,
  check,
  ...rule
}: Omit<ClusterRule, 'level' | 'check'> & {
  /** Which clusters it is about, if not all. */
  readonly concerns?: (cluster: Cluster) => boolean;
  readonly check: (pool: PoolProxy, catalogs: Catalogs) => Iterable<Report>;
}): Rule {
  const reports = collectedPools((pool, catalogs: Catalogs) => anyReports(check(pool, catalogs)));
  return clusterRule({
    ...rule,
    check: (cluster, catalogs) => (concerns(cluster) ? oncePerPlace(reports(cluster, catalogs)) : []),
  });
}
