import type { Cluster } from '../../model/cluster';
import type { Host } from '../../model/host';
import type { Setting } from '../../model/setting';
import { galeraNode } from '../../model/wsrep';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'two members of one replication graph have the same server_id',
  *check(cluster) {
    const free = freeIds(cluster);
    for (const [id, users] of byServerId(cluster)) {
      const [first, ...others] = users as [User, ...User[]];
      for (const { host, setting } of others) {
        if (!setting.valueSpan || !first.setting.valueSpan || setting === first.setting) continue;
        if (areGaleraPeers(host, first.host)) continue;
        const span = setting.valueSpan;
        let next: bigint | undefined;
        yield {
          span,
          message: `server_id ${id} of host ${host.name} is already used by host ${first.host.name}: a replica refuses a source with its own id (error 1593), and two replicas with one id throw each other off their source`,
          related: [{ span: first.setting.valueSpan, message: `first used here, by host ${first.host.name}` }],
          fixes: () => {
            next ??= free();
            return [{ title: `Use the next free server_id, ${next}, for ${host.name}`, safe: true, edits: [replace(span, String(next))] }];
          },
        };
      }
    }
  },
});

interface User {
  readonly host: Host;
  readonly setting: Setting;
}

/** Hosts by the id their files give them. An id nobody wrote is the default 1, which is judged elsewhere. */
function byServerId(cluster: Cluster): Map<string, User[]> {
  const users = new Map<string, User[]>();
  for (const host of cluster.databases) {
    const setting = host.options.effective('server_id');
    if (setting?.value === undefined || !/^\d+$/.test(setting.value)) continue;
    const id = String(BigInt(setting.value));
    users.set(id, [...(users.get(id) ?? []), { host, setting }]);
  }
  return users;
}

/** Nodes of one Galera cluster may share an id: write sets carry the cluster's own numbering. */
function areGaleraPeers(a: Host, b: Host): boolean {
  return galeraNode(a.options) !== undefined && galeraNode(b.options) !== undefined;
}

/** Hands out ids above the highest one used, each once, so that several fixes never collide. */
function freeIds(cluster: Cluster): () => bigint {
  let highest: bigint | undefined;
  return () => {
    highest ??= [...byServerId(cluster).keys()].map(BigInt).reduce((a, b) => (a > b ? a : b), 0n);
    return ++highest;
  };
}
