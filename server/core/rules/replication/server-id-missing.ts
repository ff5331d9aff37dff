import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import { markOf } from '../../model/replication-options';
import { type Pair, pairsOf } from '../../model/replication-pairs';
import { serverIdOf } from '../../model/server-ids';
import { commandLine, type Setting } from '../../model/setting';
import type { Fix } from '../finding';
import { onePerPlace, put } from '../option-edits';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'servers that replicate from one another have no server_id',
  *check(cluster) {
    const pairs = pairsOf(cluster).filter(({ isByImage }) => !isByImage);
    const told = new Set<Host>();
    for (const { source, replica, isProven } of pairs) {
      for (const [host, other] of [
        [replica, source],
        [source, replica],
      ] as const) {
        if (told.has(host) || hasId(host) || !(isProven || keepsItLike(host, other))) continue;
        const [own, others] = [serverIdOf(host)?.id, serverIdOf(other)?.id];
        // With the default of 1 a server gets on with everybody who has another id.
        const isRefused = own === 0n;
        const isShared = !hasId(other) || others === 1n;
        const at = lineOf(host);
        if (!at || own === undefined || !(isRefused || isShared)) continue;
        told.add(host);
        yield {
          span: at.nameSpan,
          severity: isProven ? 'error' : 'warning',
          message: isRefused
            ? `${host.name} has no server_id, which is 0 in MySQL 5.7: it refuses replicas and replication (error 1236 or 1200)`
            : `${host.name} has no server_id, which makes it 1 by default, and so is ${other.name}: the replica refuses a source with its own id (error 1593)`,
          fixes: () => number(cluster, isProven ? hostsOf(pairs) : [host]),
        };
      }
    }
  },
});

function hasId({ options }: Host): boolean {
  return options.effective('server_id') !== undefined;
}

/**
 * Whether a host has a place like the one in which the other keeps its id, and nothing in it. Where names alone suggest
 * that the two replicate, an id may stand in a file that the repository does not have.
 */
function keepsItLike(host: Host, other: Host): boolean {
  const setting = other.options.effective('server_id');
  if (!setting) return false;
  if (setting.group === commandLine)
    return host.optionFiles.length === 0 && host.options.stream.some(({ group }) => group === commandLine);
  const { path } = setting.nameSpan.block.document;
  const place = other.placements.find((placement) => placement.path === path);
  if (!place || place.shared) return false;
  return host.placements.some(
    ({ path: own, kind, hostPath, source, shared }) =>
      own !== path && kind === 'mycnf' && !shared && hostPath === place.hostPath && source === place.source,
  );
}

function lineOf(host: Host): Setting | undefined {
  return markOf(host, [
    'log_bin',
    'relay_log',
    'report_host',
    'read_only',
    'gtid_mode',
    'gtid_domain_id',
    'bind_address',
  ]);
}

function hostsOf(pairs: readonly Pair[]): Host[] {
  return pairs.flatMap(({ source, replica }) => [source, replica]);
}

/** Safe: every host without an id gets one that no other has. */
function number(cluster: Cluster, hosts: readonly Host[]): Fix[] {
  const taken = new Set(cluster.databases.filter(hasId).map((host) => serverIdOf(host)?.id));
  const edits = [...new Set(hosts)]
    .filter((host) => !hasId(host))
    .map((host) => {
      let id = 1n;
      while (taken.has(id)) id++;
      taken.add(id);
      return put(undefined, 'server_id', String(id), lineOf(host));
    });
  const made = onePerPlace(edits);
  return made.length > 0
    ? [{ title: 'Give each host without one a server_id of its own', safe: true, edits: made }]
    : [];
}
