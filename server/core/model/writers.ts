import type { Cluster } from './cluster';
import type { Host } from './host';
import { rememberPer } from './reads';
import { isOn } from './setting';
import { topologyOf } from './topology/topology';
import { galeraNode } from './wsrep';

/** Hosts that take writes at the same time and replicate from one another, as far as the files prove it. */
export interface Writers {
  readonly hosts: readonly Host[];
  /** True when the manifest, SQL or their own options say so, false when only their names do. */
  readonly isCertain: boolean;
}

/**
 * The simultaneous writers of a cluster, or undefined when nothing shows that there are several. Galera and Group
 * Replication number their rows themselves, and of a pair with `read_only` in its files one member writes at a time.
 */
export function simultaneousWriters(cluster: Cluster): Writers | undefined {
  const able = cluster.databases.filter(
    (host) => !numbersItself(host) && !isReadOnly(host) && !isReplicaOnly(host, cluster),
  );
  const told = able.filter(({ roles }) => roles.has('co-master'));
  if (told.length > 1) return { hosts: told, isCertain: true };
  // A cluster manager moves the writes from one host to the other.
  const isManaged = cluster.kinds.has('corosync');
  const stepping = able.filter(({ options }) => Number(options.value('auto_increment_increment') ?? 1) > 1);
  if (stepping.length > 1) return { hosts: stepping, isCertain: !isManaged };
  const mutual = able.filter((host) => {
    const proven = topologyOf(cluster).rolesOf(host);
    return proven.has('co-master') || proven.has('ring-member');
  });
  if (mutual.length > 1 && !isManaged) return { hosts: mutual, isCertain: true };
  const named = able.filter((host) => host.roles.has('source') && isReplicaToo(host));
  const hasReplica = cluster.databases.some(({ roles }) => roles.has('replica'));
  return named.length > 1 && !hasReplica && !isManaged ? { hosts: named, isCertain: false } : undefined;
}

/** Whether a host takes rows from others and none of its own, by its name or by the edges the files prove. */
function isReplicaOnly(host: Host, cluster: Cluster): boolean {
  const proven = topologyOf(cluster).rolesOf(host);
  if (proven.size === 0) return host.roles.has('replica');
  return proven.has('replica') && !proven.has('co-master') && !proven.has('ring-member');
}

/** Whether a host's own options keep clients from writing to it. */
export const isReadOnly = rememberPer(({ options }: Host): boolean =>
  ['read_only', 'super_read_only'].some((name) => {
    const setting = options.effective(name);
    return setting !== undefined && isOn(setting);
  }),
);

const ofReplicas =
  /^(relay_log|log_slave_updates|log_replica_updates|(replicate|slave|replica|master)_.+|skip_(slave|replica)_start)$/;

/** Whether a host's files set options that concern servers which replicate from another one. */
export function isReplicaToo({ options }: Host): boolean {
  for (const name of options.names) if (ofReplicas.test(name)) return true;
  return false;
}

function numbersItself({ options, roles }: Host): boolean {
  if (roles.has('group-member')) return true;
  const control = options.effective('wsrep_auto_increment_control');
  return galeraNode(options) !== undefined && (!control || isOn(control));
}
