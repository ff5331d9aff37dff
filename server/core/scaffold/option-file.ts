import type { Product } from '../catalog/options';
import type { ClusterKind } from './new-cluster';

/** A host of a new cluster. */
export interface NewHost {
  readonly name: string;
  /** From 1; 0 for a host without a database. */
  readonly number: number;
  readonly address: string;
  readonly role: 'source' | 'replica' | 'node' | 'proxy';
}

/** A new cluster with its hosts, databases first. */
export interface NewSet {
  readonly kind: ClusterKind;
  readonly name: string;
  readonly product: Product;
  readonly network: string;
  readonly hosts: readonly NewHost[];
}

export function databasesOf({ hosts }: NewSet): readonly NewHost[] {
  return hosts.filter(({ role }) => role !== 'proxy');
}

/**
 * Where the packages of Debian and Ubuntu read it, behind what they bring themselves: files of a folder are read by
 * their names, and the package's are called 50-server.cnf (MariaDB) and mysqld.cnf, which binds to 127.0.0.1 (MySQL).
 */
export function placeOf({ product }: NewSet): string {
  return product === 'mariadb' ? '/etc/mysql/mariadb.conf.d/60-cluster.cnf' : '/etc/mysql/mysql.conf.d/zz-cluster.cnf';
}

/** The options of one database server. */
export function optionFile(host: NewHost, set: NewSet): string {
  const parts = [general(host), replication(host, set), ...(set.kind === 'galera' ? [galera(host, set)] : [])];
  const group = set.product === 'mariadb' ? '[mariadb]' : '[mysqld]';
  return `# Cluster ${set.name}, host ${host.name}. Read behind the files of the package, so that these lines win.\n${group}\n${parts.join('\n')}`;
}

type Line = readonly [name: string, value: string | number];

function lines(comment: string, options: readonly Line[]): string {
  const width = Math.max(...options.map(([name]) => name.length));
  return [`# ${comment}`, ...options.map(([name, value]) => `${name.padEnd(width)} = ${value}`), ''].join('\n');
}

function general({ address }: NewHost): string {
  return lines('The address the other hosts and the clients reach it by.', [
    ['bind_address', address],
    ['port', 3306],
  ]);
}

const mariadbLogs: readonly Line[] = [
  ['binlog_format', 'ROW'],
  ['binlog_expire_logs_seconds', 14 * 24 * 3600],
];

function replication(host: NewHost, set: NewSet): string {
  if (host.role === 'node')
    return lines('Galera replicates rows only.', [
      ['server_id', host.number],
      ['binlog_format', 'ROW'],
    ]);
  const isMariadb = set.product === 'mariadb';
  const isMesh = set.kind === 'multi-source';
  const identity: Line[] = [
    ['server_id', host.number],
    ['report_host', host.name],
    ['log_bin', 'mysql-bin'],
    ['relay_log', 'relay-bin'],
    // MySQL logs rows by default, and keeps logs for 30 days; MariaDB mixes formats, and keeps logs for ever.
    ...(isMariadb ? mariadbLogs : []),
  ];
  const updates = isMariadb ? 'log_slave_updates' : 'log_replica_updates';
  const gtid: Line[] = isMariadb
    ? [
        ['gtid_strict_mode', 'ON'],
        ['gtid_domain_id', isMesh ? host.number : 0],
      ]
    : [
        ['gtid_mode', 'ON'],
        ['enforce_gtid_consistency', 'ON'],
      ];
  const text =
    lines('Every host has its own server_id and name, and a binary log.', identity) +
    '\n' +
    lines(
      isMesh
        ? "Each source numbers its transactions in a domain of its own and passes on nobody else's: no ring."
        : 'Any host can become the source: transactions are known by their ids, and replicas log them too.',
      [...gtid, [updates, isMesh ? 'OFF' : 'ON']],
    );
  if (isMesh)
    return `${text}\n${lines(
      `Ids 5 apart leave room for two more sources: ${[0, 5, 10].map((step) => step + host.number).join(', ')} ...`,
      [
        ['auto_increment_increment', 5],
        ['auto_increment_offset', host.number],
      ],
    )}`;
  if (host.role !== 'replica') return text;
  const closed: Line[] = isMariadb ? [['read_only', 'ON']] : [['super_read_only', 'ON']];
  return `${text}\n${lines('Nobody but replication writes here. Turn it off when this host becomes the source.', closed)}`;
}

function galera(host: NewHost, set: NewSet): string {
  const nodes = databasesOf(set).map(({ address }) => address);
  return lines('All nodes list all nodes, and each says who it is. rsync needs no account for a state transfer.', [
    ['wsrep_on', 'ON'],
    ['wsrep_provider', '/usr/lib/galera/libgalera_smm.so'],
    ['wsrep_cluster_name', set.name],
    ['wsrep_cluster_address', `gcomm://${nodes.join(',')}`],
    ['wsrep_node_name', host.name],
    ['wsrep_node_address', host.address],
    ['wsrep_sst_method', 'rsync'],
    ['innodb_autoinc_lock_mode', 2],
    ['default_storage_engine', 'InnoDB'],
  ]);
}
