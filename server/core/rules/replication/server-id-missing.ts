import { versionNumber } from '../../catalog/release';
import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import { markOf } from '../../model/replication-options';
import { pairsOf } from '../../model/replication-pairs';
import type { Fix } from '../finding';
import { onePerPlace, put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'servers that replicate from one another have no server_id',
  *check(cluster) {
    const pairs = pairsOf(cluster).filter(({ isByImage, isProven }) => isProven && !isByImage);
    const told = new Set<Host>();
    for (const { source, replica } of pairs) {
      for (const [host, other] of [
        [replica, source],
        [source, replica],
      ] as const) {
        if (told.has(host) || hasId(host)) continue;
        // With the default of 1 a server gets on with everybody who has another id.
        const isRefused = defaultsToZero(host);
        const isShared = !hasId(other) || other.options.value('server_id') === '1';
        const at = markOf(host, [
          'log_bin',
          'relay_log',
          'report_host',
          'read_only',
          'gtid_mode',
          'gtid_domain_id',
          'bind_address',
        ]);
        if (!at || host.target.product === undefined || !(isRefused || isShared)) continue;
        told.add(host);
        yield {
          span: at.nameSpan,
          message: isRefused
            ? `${host.name} has no server_id, which is 0 in MySQL 5.7: it refuses replicas and replication (error 1236 or 1200)`
            : `${host.name} has no server_id, which makes it 1, and so is ${other.name}: the replica refuses a source with its own id (error 1593)`,
          fixes: () =>
            number(
              cluster,
              pairs.flatMap((pair) => [pair.source, pair.replica]),
            ),
        };
      }
    }
  },
});

function hasId({ options }: Host): boolean {
  return options.effective('server_id') !== undefined;
}

function defaultsToZero({ target: { product, series } }: Host): boolean {
  return product === 'mysql' && series !== undefined && versionNumber(series) < versionNumber('8.0');
}

/** Safe: every host without an id gets one that no other has. */
function number(cluster: Cluster, hosts: readonly Host[]): Fix[] {
  const taken = new Set(cluster.databases.map(({ options }) => options.value('server_id') ?? ''));
  const edits = [...new Set(hosts)]
    .filter((host) => !hasId(host))
    .map((host) => {
      let id = 1;
      while (taken.has(String(id))) id++;
      taken.add(String(id));
      const mark = markOf(host, [
        'log_bin',
        'relay_log',
        'report_host',
        'read_only',
        'gtid_mode',
        'gtid_domain_id',
        'bind_address',
      ]);
      return put(undefined, 'server_id', String(id), mark);
    });
  return [{ title: 'Give each host without one a server_id of its own', safe: true, edits: onePerPlace(edits) }];
}
