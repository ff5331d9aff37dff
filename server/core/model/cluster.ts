import { type Host, isDatabase } from './host';
import { rememberPer } from './reads';

/** Kinds of clusters; one cluster is often several of them at once. */
export type ClusterKind = 'replication' | 'galera' | 'group-replication' | 'corosync' | 'haproxy';

/** Hosts that belong together. A new object whenever one of its hosts changes, so results can be kept under it. */
export class Cluster {
  /** Hosts with a database server. */
  readonly databases: readonly Host[];
  private readonly byIdentity = new Map<string, Host>();

  /**
   * @param why in words for people: what makes these hosts one cluster
   */
  constructor(
    readonly name: string,
    readonly kinds: ReadonlySet<ClusterKind>,
    readonly hosts: readonly Host[],
    readonly why: string,
  ) {
    this.databases = hosts.filter(isDatabase);
    for (const host of hosts) {
      for (const identity of [...host.addresses, ...host.names, host.name.toLowerCase()]) {
        if (!this.byIdentity.has(identity)) this.byIdentity.set(identity, host);
      }
    }
  }

  /** The host an address or a name belongs to, or undefined for a stranger. */
  hostAt(address: string): Host | undefined {
    return this.byIdentity.get(address.toLowerCase());
  }
}

/** Remembers what `compute` makes of a cluster for as long as none of its hosts changes. */
export function perCluster<T>(compute: (cluster: Cluster) => T): (cluster: Cluster) => T {
  return rememberPer(compute);
}
