import type { Row } from '../observation';
import type { Server, ObservedCluster } from '../cluster';
import type { Evidence } from '../verdict';

/**
 * One replication channel of a server: a row of SHOW ALL SLAVES STATUS (MariaDB, which keeps the words master and
 * slave), SHOW SLAVE STATUS (MySQL to 8.0.21) or SHOW REPLICA STATUS (MySQL from 8.0.22, other words).
 */
export class Channel {
  constructor(
    readonly server: Server,
    private readonly row: Row,
  ) {}

  /** The connection's name; empty for the default one. */
  get name(): string {
    return this.row['Connection_name'] ?? this.row['Channel_Name'] ?? '';
  }

  /** In words: `channel north` or nothing for the default one. */
  get title(): string {
    return this.name === '' ? '' : ` (channel ${this.name})`;
  }

  get sourceHost(): string {
    return this.text('Source_Host');
  }

  get ioRunning(): string {
    return this.text('Replica_IO_Running');
  }

  get sqlRunning(): string {
    return this.text('Replica_SQL_Running');
  }

  get usesGtid(): boolean {
    const using = this.row['Using_Gtid'];
    return using === undefined ? this.text('Auto_Position') === '1' : using !== 'No';
  }

  /** Seconds of SQL_Delay. */
  get delay(): number {
    return this.number('SQL_Delay') ?? 0;
  }

  /** Seconds behind the source as the server tells it; undefined for NULL. */
  get behind(): number | undefined {
    return this.number('Seconds_Behind_Source');
  }

  /** A field by its modern name; the value is empty when the server has no such field. */
  text(modern: string): string {
    return this.row[this.nameOf(modern)] ?? '';
  }

  number(modern: string): number | undefined {
    const text = this.text(modern);
    return /^-?\d+$/.test(text) ? Number(text) : undefined;
  }

  /** Fields as evidence under the names this server has for them. */
  evidence(...modern: readonly string[]): Evidence[] {
    return modern.flatMap((each) => {
      const field = this.nameOf(each);
      const value = this.row[field];
      return value === undefined ? [] : [{ host: this.server.name, field, value: value ?? 'NULL' }];
    });
  }

  private nameOf(modern: string): string {
    if (modern in this.row) return modern;
    return modern.replace('Source_SSL', 'Master_SSL').replace('Replica', 'Slave').replace('Source', 'Master');
  }
}

export function channelsOf(server: Server): Channel[] {
  return server.database.channels.map((row) => new Channel(server, row));
}

/** The server a channel replicates from, where it is one of the cluster that answered. */
export function sourceOf(channel: Channel, cluster: ObservedCluster): Server | undefined {
  const uuid = channel.text('Source_UUID');
  const byUuid =
    uuid === '' ? undefined : cluster.servers.find((one) => one.database.variables['server_uuid'] === uuid);
  if (byUuid) return byUuid;
  const port = channel.number('Source_Port');
  const at = cluster.hostAt(channel.sourceHost);
  const byAddress = at && cluster.server(at.name);
  if (byAddress && (port === undefined || byAddress.database.variables['port'] === String(port))) return byAddress;
  if (at) return undefined;
  // An address nobody has written down; the id tells, as long as one server alone has it.
  const id = channel.text('Source_Server_Id');
  const byId = cluster.servers.filter((one) => one !== channel.server && one.database.variables['server_id'] === id);
  return id !== '' && id !== '0' && byId.length === 1 ? byId[0] : undefined;
}

/** Source and replica of every channel whose two ends answered. */
export function edges(cluster: ObservedCluster): { readonly source: Server; readonly channel: Channel }[] {
  return cluster.servers.flatMap((server) =>
    channelsOf(server).flatMap((channel) => {
      const source = sourceOf(channel, cluster);
      return source ? [{ source, channel }] : [];
    }),
  );
}
