/** What is unpacked for each Debian suite whose daemons tests and catalogue generators run. */

/**
 * `sid-mysql` is sid with MySQL in place of MariaDB: the two packages share file names and cannot share a root.
 * `bookworm-hosts` has what hosts of people have beside the daemons, with Pacemaker and Ansible, for tests of deploys;
 * `trixie-hosts` has systemd and Docker.
 */
export type Suite =
  | 'bullseye'
  | 'bookworm'
  | 'bookworm-crm'
  | 'bookworm-hosts'
  | 'bookworm-pacemaker'
  | 'bookworm-crmsh'
  | 'bookworm-qdevice'
  | 'trixie'
  | 'trixie-hosts'
  | 'sid'
  | 'sid-mysql'
  | 'sid-mysql-hosts'
  | 'experimental';

/** Programs that our own scripts and the daemons' scripts call inside a root. */
const base = [
  'bash',
  'coreutils',
  'dash',
  'grep',
  'hostname',
  'iproute2',
  'mawk',
  'mount',
  'procps',
  'sed',
  'util-linux',
];
/** What Galera's state transfers and the lab's hosts use beside the daemons. */
const transfer = ['findutils', 'gawk', 'openssh-server', 'rsync', 'socat', 'tar'];
const pacemaker = ['pacemaker', 'pacemaker-cli-utils', 'pacemaker-resource-agents', 'resource-agents'];
const mariadb = ['galera-4', 'mariadb-client-core', 'mariadb-server', 'mariadb-server-core'];

export const suitePackages: Record<Suite, { readonly suite: string; readonly packages: readonly string[] }> = {
  // MariaDB 10.5, HAProxy 2.2, corosync 3.1.2
  bullseye: {
    suite: 'bullseye',
    packages: [
      ...base,
      ...transfer,
      'corosync',
      'galera-4',
      'haproxy',
      'mariadb-client-core-10.5',
      'mariadb-server-10.5',
    ],
  },
  // MariaDB 10.11, HAProxy 2.6, corosync 3.1.7
  bookworm: { suite: 'bookworm', packages: [...base, ...transfer, ...mariadb, 'corosync', 'haproxy'] },
  'bookworm-hosts': {
    suite: 'bookworm',
    packages: [
      ...base,
      ...transfer,
      ...mariadb,
      'corosync',
      'haproxy',
      'acl',
      'ansible-core',
      'e2fsprogs',
      'libc-bin',
      ...pacemaker,
      'sudo',
    ],
  },
  // A database under Pacemaker as the crm shell sets it up, with fencing agents
  'bookworm-crm': {
    suite: 'bookworm',
    packages: [
      ...base,
      ...transfer,
      ...mariadb,
      'corosync',
      'bsdutils',
      'crmsh',
      'debianutils',
      'fence-agents',
      'libc-bin',
      'libpam-modules',
      ...pacemaker,
    ],
  },
  // Pacemaker 2.1.5 on corosync 3.1.7, apart because few tests need it
  'bookworm-pacemaker': {
    suite: 'bookworm',
    packages: [...base, ...transfer, 'corosync', ...pacemaker],
  },
  // The crm shell 4.4 with Pacemaker 2.1.5 on corosync 3.1.7, and keepalived 2.2.7
  'bookworm-crmsh': {
    suite: 'bookworm',
    packages: [...base, 'corosync', 'crmsh', 'keepalived', ...pacemaker],
  },
  // The quorum device of corosync 3.1.7 and its arbiter, with the tools for their certificates
  'bookworm-qdevice': {
    suite: 'bookworm',
    packages: [...base, ...transfer, 'corosync', 'corosync-qdevice', 'corosync-qnetd', 'libnss3-tools'],
  },
  // MariaDB 11.8, HAProxy 3.0, corosync 3.1.9
  trixie: { suite: 'trixie', packages: [...base, ...transfer, ...mariadb, 'corosync', 'haproxy'] },
  // Hosts with a boot of their own: systemd 257, and Docker 26.1 with Compose 2.26
  'trixie-hosts': {
    suite: 'trixie',
    packages: [
      ...base,
      ...transfer,
      ...mariadb,
      'acl',
      'dbus',
      'docker-cli',
      'docker-compose',
      'docker.io',
      'haproxy',
      'systemd',
      'systemd-sysv',
    ],
  },
  // MariaDB 11.8, HAProxy 3.2, corosync 3.1.10; moves
  sid: { suite: 'sid', packages: [...base, ...transfer, ...mariadb, 'corosync', 'haproxy'] },
  // MySQL 9.7; moves
  'sid-mysql': {
    suite: 'sid',
    packages: [...base, 'mysql-client-core', 'mysql-server', 'mysql-server-core'],
  },
  // The same on hosts that people log in to
  'sid-mysql-hosts': {
    suite: 'sid',
    packages: [...base, 'mysql-client-core', 'mysql-server', 'mysql-server-core', 'openssh-server', 'tar'],
  },
  // HAProxy 3.4; moves
  experimental: { suite: 'experimental', packages: [...base, 'haproxy'] },
};
