import { isAddress } from './addresses';
import { type Host, isDatabase } from './host';
import { rememberPer } from './reads';

/** Kinds of clusters; one cluster is often several of them at once. */
export type ClusterKind = 'replication' | 'galera' | 'group-replication' | 'corosync' | 'haproxy';

/** Hosts that belong together. A new object whenever one of its hosts changes, so results can be kept under it. */
export class Cluster {
  /** Hosts with a database server. */
  readonly databases: readonly Host[];
  /**
   * The place among the hosts of whoever answers to a name or an address. The same object as in the cluster before
   * while no host takes another name or address.
   */
  readonly identities: ReadonlyMap<string, number>;

  /**
   * @param why in words for people: what makes these hosts one cluster
   * @param before what the cluster was before some of its hosts changed
   */
  constructor(
    readonly name: string,
    readonly kinds: ReadonlySet<ClusterKind>,
    readonly hosts: readonly Host[],
    readonly why: string,
    before?: Cluster,
  ) {
    this.databases = hosts.filter(isDatabase);
    const identities = identitiesOf(hosts);
    this.identities = before && isSameMap(before.identities, identities) ? before.identities : identities;
  }

  /** The host an address or a name belongs to, or undefined for a stranger. */
  hostAt(address: string): Host | undefined {
    const place = this.identities.get(address.toLowerCase());
    return place === undefined ? undefined : this.hosts[place];
  }

  /** The same, and a full domain name stands for the host that its first label names. */
  hostCalled(address: string): Host | undefined {
    return this.hostAt(address) ?? (isAddress(address) ? undefined : this.hostAt(address.split('.')[0] as string));
  }
}

function identitiesOf(hosts: readonly Host[]): Map<string, number> {
  const identities = new Map<string, number>();
  hosts.forEach((host, place) => {
    for (const identity of [...host.addresses, ...host.names, host.name.toLowerCase()]) {
      if (!identities.has(identity)) identities.set(identity, place);
    }
  });
  return identities;
}

function isSameMap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size === other.size && [...one].every(([key, value]) => other.get(key) === value);
}

/** Remembers what `compute` makes of a cluster for as long as none of its hosts changes. */
export function perCluster<T>(compute: (cluster: Cluster) => T): (cluster: Cluster) => T {
  return rememberPer(compute);
}
