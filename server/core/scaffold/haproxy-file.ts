import { databasesOf, type NewSet } from './option-file';

/** A proxy that sends all clients to one node, and to the next one when that is gone. */
export function haproxyFile(set: NewSet): string {
  const servers = databasesOf(set).map(
    ({ name, address }, index) => `    server ${name} ${address}:3306${index === 0 ? '' : ' backup'}`,
  );
  return `# Cluster ${set.name}: clients connect here.
global
    log /dev/log local0
    user haproxy
    group haproxy
    stats socket /run/haproxy/admin.sock mode 660 level admin

defaults
    log global
    mode tcp
    option tcplog
    timeout connect 5s
    timeout client 8h
    timeout server 8h

frontend clients
    bind *:3306
    default_backend nodes

# One node takes the writes at a time, so that no two of them change the same row at once.
backend nodes
    balance first
    option mysql-check user haproxy
    default-server check inter 2s rise 2 fall 3 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}

/** The account of the proxy's checks, which has no rights and no password. */
export function proxyAccount(set: NewSet): string {
  const proxy = set.hosts.find(({ role }) => role === 'proxy');
  if (!proxy) return '';
  return `-- Run on any node once the cluster is up. HAProxy looks with it whether a node answers; it can do nothing else.
CREATE USER IF NOT EXISTS 'haproxy'@'${proxy.address}';
`;
}
