import type { Cluster } from '../model/cluster';
import type { Host } from '../model/host';
import { knownAddress, listening } from '../model/listening';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import type { Completion } from './answers';
import type { Owner } from './owner';
import type { Place } from './place';

/** Whole groups and sections with the cluster's own hosts in them, which no fixed snippet can know. */

/** The Galera options of this host, with the addresses of all its peers. */
export function optionBlocks(place: Place<MyCnfLine>, owner: Owner | undefined): Completion[] {
  const databases = owner?.cluster.databases ?? [];
  if (!owner || databases.length < 2 || owner.host.options.effective('wsrep_cluster_address')) return [];
  const addresses = databases.flatMap((host) => knownAddress(host) ?? []);
  if (addresses.length < databases.length) return [];
  const { host, cluster } = owner;
  const lines = [
    ...(groupOf(place.block) === 'galera' ? [] : ['[galera]']),
    'wsrep_on = ON',
    'wsrep_provider = ${1:/usr/lib/galera/libgalera_smm.so}',
    `wsrep_cluster_name = \${2:${cluster.name}}`,
    `wsrep_cluster_address = gcomm://${addresses.join(',')}`,
    `wsrep_node_name = ${host.name}`,
    `wsrep_node_address = ${knownAddress(host) ?? ''}`,
    'binlog_format = ROW',
    'default_storage_engine = InnoDB',
    'innodb_autoinc_lock_mode = 2',
  ];
  return [block('galera node of this cluster', `${host.name} among ${databases.length} nodes`, lines)];
}

/** A listener in front of all databases of the cluster: one writer, the others as its stand-ins. */
export function proxyBlocks(owner: Owner | undefined): Completion[] {
  const servers = serverLines(owner?.cluster);
  if (servers.length === 0) return [];
  const writer = servers.map(
    (line, index) => `    ${line}${index === 0 ? '' : ' backup'} on-marked-down shutdown-sessions`,
  );
  return [
    block('listen with one writer', `${servers.length} database hosts`, [
      'listen ${1:mysql-write}',
      '    bind ${2:*:3306}',
      '    mode tcp',
      '    option mysql-check user ${3:haproxy}',
      ...writer,
    ]),
    block('backend of all databases', `${servers.length} database hosts`, [
      'backend ${1:mysql-read}',
      '    mode tcp',
      '    balance leastconn',
      '    option mysql-check user ${2:haproxy}',
      ...servers.map((line) => `    ${line}`),
    ]),
  ];
}

/** The server lines of all databases, as a block of their own inside a pool. */
export function serverBlock(owner: Owner | undefined): Completion[] {
  const servers = serverLines(owner?.cluster);
  return servers.length < 2
    ? []
    : [block('server lines of all databases', `${servers.length} database hosts`, servers)];
}

function serverLines(cluster: Cluster | undefined): string[] {
  return (cluster?.databases ?? []).flatMap((host) => {
    const address = knownAddress(host);
    return address === undefined ? [] : [`server ${host.name} ${address}:${listening(host)?.ports[0] ?? 3306} check`];
  });
}

/** A node list of every host that runs, or shall run, corosync. */
export function nodeListBlocks(owner: Owner | undefined): Completion[] {
  const hosts = nodesOf(owner?.cluster);
  if (hosts.length < 2) return [];
  const nodes = hosts.flatMap((host, index) => [
    '    node {',
    `        name: ${host.name}`,
    `        nodeid: ${index + 1}`,
    `        ring0_addr: ${knownAddress(host) ?? ''}`,
    '    }',
  ]);
  return [block('nodelist of this cluster', `${hosts.length} hosts`, ['nodelist {', ...nodes, '}'])];
}

/** Hosts with a corosync.conf, or all where only one has it yet. */
function nodesOf(cluster: Cluster | undefined): readonly Host[] {
  const addressed = (cluster?.hosts ?? []).filter((host) => knownAddress(host) !== undefined);
  const running = addressed.filter((host) => host.corosync.length > 0);
  return running.length > 1 ? running : addressed;
}

function block(label: string, detail: string, lines: readonly string[]): Completion {
  return { label, kind: 'block', detail, insert: lines.join('\n') + '\n$0', isFirst: true };
}
