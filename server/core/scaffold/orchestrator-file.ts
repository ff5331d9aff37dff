import { jsonText } from '../text/json-text';
import { noPassword } from './replication-sql';
import { databasesOf, type NewSet } from './option-file';

/** Finds servers by the names they report, and promotes a replica when the source is gone. */
export function orchestratorFile(): string {
  const settings = {
    ListenAddress: ':3000',
    BackendDB: 'sqlite',
    SQLite3DataFile: '/var/lib/orchestrator/orchestrator.sqlite3',
    MySQLTopologyCredentialsConfigFile: '/etc/orchestrator-topology.cnf',
    DefaultInstancePort: 3306,
    InstancePollSeconds: 5,
    DiscoverByShowSlaveHosts: true,
    HostnameResolveMethod: 'none',
    MySQLHostnameResolveMethod: '@@report_host',
    RecoveryPeriodBlockSeconds: 3600,
    RecoverMasterClusterFilters: ['*'],
    ApplyMySQLPromotionAfterMasterFailover: true,
  };
  return jsonText(settings);
}

/** The account Orchestrator watches and changes replication with. */
export function orchestratorSql(set: NewSet): string {
  if (set.kind !== 'orchestrator') return '';
  const user = `'orchestrator'@'${set.network}.%'`;
  const rights =
    set.product === 'mariadb'
      ? 'SUPER, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT, RELOAD'
      : 'REPLICATION_SLAVE_ADMIN, SYSTEM_VARIABLES_ADMIN, PROCESS, REPLICATION SLAVE, REPLICATION CLIENT, RELOAD';
  return `
-- Run on ${databasesOf(set)[0]?.name}; it reaches the replicas by replication.
CREATE USER IF NOT EXISTS ${user} IDENTIFIED BY '${noPassword}';
GRANT ${rights} ON *.* TO ${user};
`;
}
