import type { Facts } from './option-table';
import type { Release } from './release';

/** Pages of the manuals that describe the options whose names fit; the first that fits counts. */
const mysqlPages: readonly (readonly [RegExp, string])[] = [
  [/^ndb/, 'mysql-cluster-options-variables'],
  [/^group_replication_/, 'group-replication-system-variables'],
  [/^innodb_|^daemon_memcached/, 'innodb-parameters'],
  [/^mysqlx/, 'x-plugin-options-system-variables'],
  [/^clone_/, 'clone-plugin-options-variables'],
  [/^performance_schema_(consumer|instrument)/, 'performance-schema-options'],
  [/^performance_schema/, 'performance-schema-system-variables'],
  [/^validate_password/, 'validate-password-options-variables'],
  [/^(gtid_|enforce_gtid)/, 'replication-options-gtids'],
  [
    /^(binlog_|log_bin|max_binlog|sync_binlog|expire_logs|log_(slave|replica)_updates|(master|source)_verify|original_commit)/,
    'replication-options-binary-log',
  ],
  [
    /^(auto_increment_|rpl_semi_sync_(master|source)|immediate_server|show_(slave|replica)_auth)/,
    'replication-options-source',
  ],
  [
    /^(slave_|replica_|relay_log|replicate_|report_|rpl_|init_(slave|replica)|max_relay|skip_(slave|replica)_start|sync_(master|source|relay)|master_(info|retry)|log_slow_(slave|replica)|terminology)/,
    'replication-options-replica',
  ],
  [/^server_(id|uuid)$/, 'replication-options'],
];

const mariadbServer = 'https://mariadb.com/docs/server/';
const mariadbVariables = 'ha-and-performance/optimization-and-tuning/system-variables/server-system-variables';
const mariadbOptions = 'server-management/starting-and-stopping-mariadb/mariadbd-options';
const mariadbPages: readonly (readonly [RegExp, string])[] = [
  [/^innodb_/, 'server-usage/storage-engines/innodb/innodb-system-variables'],
  [/^(aria|deadlock)_/, 'server-usage/storage-engines/aria/aria-system-variables'],
  [/^(myisam_|key_(buffer|cache))/, 'server-usage/storage-engines/myisam-storage-engine/myisam-system-variables'],
  [/^rocksdb_/, 'server-usage/storage-engines/myrocks/myrocks-system-variables'],
  [/^spider_/, 'server-usage/storage-engines/spider/spider-system-variables'],
  [/^performance_schema_(consumer|instrument)/, mariadbOptions],
  [/^performance_schema/, 'reference/system-tables/performance-schema/performance-schema-system-variables'],
  [/^server_audit/, 'reference/plugins/mariadb-audit-plugin/mariadb-audit-plugin-options-and-system-variables'],
  [/^rpl_semi_sync/, 'ha-and-performance/standard-replication/semisynchronous-replication'],
  [/^(gtid_|wsrep_gtid_seq)/, 'ha-and-performance/standard-replication/gtid'],
  [
    /^(thread_pool_|thread_handling|extra_(port|max))/,
    'ha-and-performance/optimization-and-tuning/buffers-caches-and-threads/thread-pool/thread-pool-system-status-variables',
  ],
  [
    /^(ssl_(ca|capath|cert|crl|crlpath|key|cipher)|tls_version)$/,
    'security/encryption/data-in-transit-encryption/ssltls-system-variables',
  ],
  [/^mhnsw_/, 'reference/sql-structure/vectors/vector-system-variables'],
  [/^(master_retry_count|max_binlog_dump_events|log_basename)$/, mariadbOptions],
  [
    /^(auto_increment_|binlog_|encrypt_binlog|expire_logs|init_(slave|rpl_role)|log_slow_slave|show_slave|master_info|log_bin|log_slave_updates|master_verify|max_binlog|max_relay|read_binlog|relay_log|replicate_|report_|server_id$|skip_parallel|slave_|sql_slave|sync_(binlog|master|relay))/,
    'ha-and-performance/standard-replication/replication-and-binary-log-system-variables',
  ],
];

/**
 * The address of the manual page about an option. Forks of MySQL have their own manuals, which are not linked.
 * Patterns checked against mariadb-corporation/mariadb-docs of August 2026 and the MySQL 8.4 manual's index.
 */
export function manualPage(name: string, { product, series }: Release, facts: Facts): string | undefined {
  if (facts.build?.startsWith('Percona')) return undefined;
  const isVariable = facts.dynamic !== undefined || facts.fixed !== undefined;
  if (product === 'mysql') {
    const manual = `https://dev.mysql.com/doc/refman/${series.split('.').slice(0, 2).join('.')}/en/`;
    const page =
      mysqlPages.find(([pattern]) => pattern.test(name))?.[1] ??
      (isVariable ? 'server-system-variables' : 'server-options');
    return `${manual}${page}.html#${isVariable ? `sysvar_${name}` : `option_mysqld_${name.replaceAll('_', '-')}`}`;
  }
  if (name.startsWith('wsrep_')) {
    const page =
      name === 'wsrep_new_cluster'
        ? `${mariadbServer}${mariadbOptions}`
        : 'https://mariadb.com/docs/galera-cluster/reference/galera-cluster-system-variables';
    return `${page}#${name}`;
  }
  const page =
    mariadbPages.find(([pattern]) => pattern.test(name))?.[1] ?? (isVariable ? mariadbVariables : mariadbOptions);
  return `${mariadbServer}${page}#${page === mariadbOptions ? name.replaceAll('_', '-') : name}`;
}
