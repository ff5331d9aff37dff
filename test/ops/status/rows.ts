import type { Database, HostObservation, Row } from '../../../server/core/ops/status/observation';
import type { ClusterTarget, HostTarget } from '../../../server/core/ops/status/target';

/** A host that files make a database server. */
export function hostTarget(name: string, address: string, more: Partial<HostTarget> = {}): HostTarget {
  return {
    key: `test/${name}`,
    name,
    names: [name],
    addresses: [address],
    access: { name },
    database: { port: 3306, socket: undefined, localOnly: false, galera: false, replica: false, errorLog: undefined },
    corosync: undefined,
    arbiter: false,
    pacemaker: false,
    haproxy: undefined,
    orchestrator: undefined,
    ...more,
  };
}

export function clusterTarget(hosts: readonly HostTarget[], writers: ClusterTarget['writers'] = 'one'): ClusterTarget {
  return { name: 'test', hosts, writers, planned: [] };
}

/** A database server that says nothing but what a test is about. */
export function database(more: Partial<Database> = {}): Database {
  return {
    product: 'mariadb',
    version: '10.11.19-MariaDB',
    status: {},
    channels: [],
    binaryLog: undefined,
    workers: [],
    processes: [],
    unreplicatedTables: [],
    groupMembers: [],
    galeraMembers: [],
    clock: undefined,
    denied: [],
    ...more,
    variables: { port: '3306', log_slave_updates: 'ON', ...more.variables },
  };
}

export function observation(host: string, said: Database, at = 1_000_000): HostObservation {
  return { host, at, database: { answered: true, value: said } };
}

/** A row of SHOW ALL SLAVES STATUS (MariaDB) that is well. */
export function channel(more: Row): Row {
  return {
    Connection_name: '',
    Master_Host: '10.0.0.1',
    Master_Port: '3306',
    Slave_IO_Running: 'Yes',
    Slave_SQL_Running: 'Yes',
    Last_IO_Errno: '0',
    Last_IO_Error: '',
    Last_SQL_Errno: '0',
    Last_SQL_Error: '',
    Seconds_Behind_Master: '0',
    SQL_Delay: '0',
    Using_Gtid: 'Slave_Pos',
    ...more,
  };
}
