import type { Corosync, Database, HostObservation } from './observation';
import type { ClusterTarget, HostTarget } from './target';
import type { Evidence } from './verdict';

/** A host whose database server answered. */
export interface Server {
  readonly name: string;
  readonly at: number;
  readonly target: HostTarget;
  readonly database: Database;
}

/** One refresh of a cluster as the judges see it. */
export class ObservedCluster {
  readonly servers: readonly Server[];
  private readonly byHost: ReadonlyMap<string, HostObservation>;

  constructor(
    readonly target: ClusterTarget,
    readonly hosts: readonly HostObservation[],
  ) {
    this.byHost = new Map(hosts.map((host) => [host.host, host]));
    this.servers = target.hosts.flatMap((host) => {
      const seen = this.byHost.get(host.name);
      if (!seen?.database?.answered) return [];
      return [{ name: host.name, at: seen.at, target: host, database: seen.database.value }];
    });
  }

  observation(host: string): HostObservation | undefined {
    return this.byHost.get(host);
  }

  server(host: string): Server | undefined {
    return this.servers.find(({ name }) => name === host);
  }

  /** The host a name or an address belongs to; undefined for a stranger. */
  hostAt(address: string): HostTarget | undefined {
    const wanted = address.toLowerCase();
    return this.target.hosts.find((host) => host.names.includes(wanted) || host.addresses.includes(wanted));
  }
}

/** A variable of a server as evidence. */
export function variable(server: Server, name: string): Evidence {
  return { host: server.name, field: `@@${name}`, value: server.database.variables[name] ?? '(absent)' };
}

/** A status counter of a server as evidence. */
export function counter(server: Server, name: string): Evidence {
  return { host: server.name, field: name, value: server.database.status[name] ?? '(absent)' };
}

export function isVariableOn(server: Server, name: string): boolean {
  return /^(on|1|yes|true)$/i.test(server.database.variables[name] ?? '');
}

/** `MariaDB 10.11.19` */
export function serverName({ product, version }: Database): string {
  return `${product === 'mariadb' ? 'MariaDB' : 'MySQL'} ${/^[\d.]+/.exec(version)?.[0] ?? version}`;
}

/** `db1`, `db1 and db2`, `db1, db2 and db3` */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Whether a node of corosync may act. */
export function isCorosyncQuorate({ quorum }: Corosync): boolean {
  return quorum['Quorate'] === 'Yes';
}

/** Whether a server is a Galera node. MariaDB has the status counters of one, `Disconnected`, also where it is none. */
export function isGalera(server: Server): boolean {
  return isVariableOn(server, 'wsrep_on') && (server.database.variables['wsrep_provider'] ?? 'none') !== 'none';
}
