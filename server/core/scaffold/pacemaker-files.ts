import { databasesOf, type NewSet } from './option-file';

/** The membership of the hosts; the same file on each of them. */
export function corosyncFile(set: NewSet): string {
  const nodes = databasesOf(set).map(
    ({ name, number, address }) => `    node {
        name: ${name}
        nodeid: ${number}
        ring0_addr: ${address}
    }
`,
  );
  return `# Cluster ${set.name}. The same on every host, as /etc/corosync/authkey is, which corosync-keygen makes.
totem {
    version: 2
    cluster_name: ${set.name}
    transport: knet
    crypto_cipher: aes256
    crypto_hash: sha256
}

nodelist {
${nodes.join('')}}

# With two hosts the one that is left stays quorate; which one that is, fencing decides.
quorum {
    provider: corosync_votequorum
    two_node: 1
}

logging {
    to_syslog: yes
    timestamp: on
}
`;
}

/** The resources: the server on both hosts, and an address on the one that is the source. */
export function pacemakerFile(set: NewSet): string {
  const hosts = databasesOf(set);
  const fences = hosts.map(
    ({ name, number }) => `primitive fence-${name} stonith:fence_ipmilan \\
    params ip=${set.network}.${200 + number} username=fence pcmk_host_list=${name} \\
    op monitor interval=60s
`,
  );
  const away = hosts.map(({ name }) => `location fence-${name}-elsewhere fence-${name} -inf: ${name}\n`);
  const pid = set.product === 'mariadb' ? '/run/mysqld/mysqld.pid' : '/var/run/mysqld/mysqld.pid';
  return `# Load with: crm configure load update cluster.crm
# The addresses of the fencing devices are made up: put yours in, and test that each host can switch off the other.
${fences.join('')}primitive database ocf:heartbeat:mysql \\
    params config=/etc/mysql/my.cnf pid=${pid} socket=/run/mysqld/mysqld.sock \\
    op monitor interval=20s timeout=30s \\
    op start interval=0 timeout=120s \\
    op stop interval=0 timeout=120s
primitive address ocf:heartbeat:IPaddr2 \\
    params ip=${set.network}.9 cidr_netmask=24 \\
    op monitor interval=10s timeout=20s
clone databases database \\
    meta interleave=true
# The address goes where a database runs, and prefers the source.
colocation address-with-database inf: address databases
order database-before-address Mandatory: databases address
location address-on-source address 100: ${hosts[0]?.name}
${away.join('')}property stonith-enabled=true no-quorum-policy=stop
rsc_defaults resource-stickiness=200
`;
}
