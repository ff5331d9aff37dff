import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Files } from '../daemons';
import type { Lab } from '../daemons/lab';
import { emptyDataDirectory } from '../daemons/mariadb';
import { services } from './services';

/** What is deployed, and how a host of that kind is brought up, broken and judged. */
export interface FaultKind {
  readonly name: 'database' | 'haproxy' | 'corosync' | 'galera';
  /** For the report: what is deployed to what. */
  readonly title: string;
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly files: Files }[];
  /** Hosts whose file is deployed; what breaks, breaks on the first. */
  readonly deployed: readonly string[];
  /** The host on which the program is told to take the file over. */
  readonly activatedBy: string;
  readonly file: string;
  readonly oldText: string;
  readonly newText: string;
  /** Other files of the repository, by their paths on every deployed host. */
  readonly besides: Readonly<Record<string, string>>;
  readonly gateSeconds: number;
  /** Once, when the hosts are there. */
  start(lab: Lab): Promise<void>;
  /** On every deployed host before each run, when its file is the old one again: the program runs and reads it. */
  readonly settle: string;
  /** On `activatedBy`, when all are settled. */
  readonly reread: string;
  /** Shell that makes the daemon refuse the new file, on the first host. */
  readonly refuse: string;
  /** Shell that makes the program not take the new file, on `activatedBy`. */
  readonly noStart: string;
  /** Shell that makes the program seem unhealthy with the new file, on the first host. */
  readonly unhealthy: string;
  /** Programs that faults replace; kept in /opt/real and put back before each run. */
  readonly replaced: readonly string[];
  /** Prints what is wrong with the running program, on every deployed host. */
  readonly judge: string;
}

/** A script in the place of a program: a condition, then the program itself. */
const inPlaceOf = (program: string, condition: string): string => `name=$(basename ${program})
mkdir -p /opt/run && cp -n /opt/real/$name /opt/run/$name
printf '%s\\n' '#!/bin/sh' '${condition}' "exec /opt/run/$name \\"\\$@\\"" >${program}.new
chmod 755 ${program}.new && mv ${program}.new ${program}`;

async function startServers(lab: Lab, names: readonly string[]): Promise<void> {
  const data = await emptyDataDirectory(lab.host(names[0] as string));
  for (const [index, name] of names.entries()) {
    const host = lab.host(name);
    await host.check(['tar', '-C', '/var/lib/mysql', '-xf', '-'], data);
    await host.check(['chown', '-R', 'mysql:mysql', '/var/lib/mysql']);
    const first = names.length > 1 && index === 0 ? '--wsrep-new-cluster' : '';
    if (names.length > 1) await host.check(['sh', '-c', `/etc/init.d/mariadb start ${first}`]);
  }
}

const isNewServer = 'grep -q performance_schema /etc/mysql/conf.d/a.cnf';
const server = {
  file: '/etc/mysql/conf.d/a.cnf',
  oldText: '[mysqld]\nserver_id = 1\n',
  newText: '[mysqld]\nserver_id = 1\nperformance_schema = ON\n',
  settle: `if [ "$(mariadb -N -e 'SELECT @@performance_schema' 2>/dev/null)" = 1 ]; then /etc/init.d/mariadb stop; fi
pgrep -x mariadbd >/dev/null && mariadb -N -e "SELECT 1" >/dev/null || /etc/init.d/mariadb start`,
  reread: 'true',
  refuse: inPlaceOf(
    '/usr/sbin/mariadbd',
    `case "$*" in *--help*) ${isNewServer} && { echo unknown variable >&2; exit 7; };; esac`,
  ),
  noStart: inPlaceOf(
    '/usr/sbin/mariadbd',
    `case "$*" in *--socket*) ${isNewServer} && { echo no start >&2; exit 1; };; esac`,
  ),
  unhealthy: inPlaceOf('/usr/bin/mariadb', `${isNewServer} && exit 1`),
  replaced: ['/usr/sbin/mariadbd', '/usr/bin/mariadb'],
} as const;

const database: FaultKind = {
  ...server,
  name: 'database',
  title: 'An option file of a MariaDB 10.11, with a restart',
  hosts: [
    {
      name: 'db1',
      address: '10.9.0.1',
      files: { ...services, '/etc/mysql/my.cnf': '!includedir /etc/mysql/conf.d/\n' },
    },
  ],
  deployed: ['db1'],
  activatedBy: 'db1',
  besides: { '/etc/mysql/my.cnf': '!includedir /etc/mysql/conf.d/\n' },
  gateSeconds: 4,
  start: (lab) => startServers(lab, ['db1']),
  judge: `[ "$(/opt/real/mariadb -N -e 'SELECT 1' 2>&1)" = 1 ] || echo "the server does not run"`,
};

const galeraNames = ['g1', 'g2', 'g3'];
const galeraNode = (index: number): string => `[mysqld]
binlog_format = ROW
innodb_autoinc_lock_mode = 2
bind_address = 0.0.0.0
wsrep_on = ON
wsrep_provider = /usr/lib/galera/libgalera_smm.so
wsrep_provider_options = "gcache.size=4M"
wsrep_cluster_name = lab
wsrep_cluster_address = gcomm://10.9.0.1,10.9.0.2,10.9.0.3
wsrep_node_name = g${index + 1}
wsrep_node_address = 10.9.0.${index + 1}
wsrep_sst_method = rsync
!includedir /etc/mysql/conf.d/
`;
const galera: FaultKind = {
  ...server,
  name: 'galera',
  title: 'An option file of one of three Galera nodes, with a restart',
  hosts: galeraNames.map((name, index) => ({
    name,
    address: `10.9.0.${index + 1}`,
    files: { ...services, '/etc/mysql/my.cnf': galeraNode(index), '/etc/mysql/conf.d/a.cnf': server.oldText },
  })),
  deployed: ['g1'],
  activatedBy: 'g1',
  besides: { '/etc/mysql/my.cnf': galeraNode(0) },
  gateSeconds: 20,
  start: (lab) => startServers(lab, galeraNames),
  settle: `${server.settle}
for _ in $(seq 100); do mariadb -N -e "SHOW STATUS LIKE 'wsrep_cluster_size'" | grep -q 3 && break; sleep 0.2; done`,
  judge: `for _ in $(seq 100); do
  said=$(/opt/real/mariadb -N -e "SHOW STATUS WHERE Variable_name IN ('wsrep_local_state_comment', 'wsrep_cluster_size', 'wsrep_cluster_status')" 2>&1 | cut -f 2 | sort | tr '\\n' ' ')
  [ "$said" = "3 Primary Synced " ] && exit
  sleep 0.2
done
echo "the node is not whole in its cluster: $said"`,
};

const proxy = (more: string): string => `defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen ok
  bind 127.0.0.1:8080
  monitor-uri /ok
${more}`;
const isNewProxy = 'grep -q "timeout queue" /etc/haproxy/haproxy.cfg';
const haproxy: FaultKind = {
  name: 'haproxy',
  title: 'A haproxy.cfg of HAProxy 2.6, with a reload',
  hosts: [{ name: 'lb1', address: '10.9.0.1', files: services }],
  deployed: ['lb1'],
  activatedBy: 'lb1',
  file: '/etc/haproxy/haproxy.cfg',
  oldText: proxy(''),
  newText: proxy('  timeout queue 3s\n'),
  besides: {},
  gateSeconds: 4,
  start: () => Promise.resolve(),
  settle: `if [ -e /run/pid.right ]; then mv /run/pid.right /run/haproxy.pid; fi
if pgrep -x haproxy >/dev/null; then /etc/init.d/haproxy reload; else /etc/init.d/haproxy start; fi; sleep 0.5`,
  reread: 'true',
  refuse: inPlaceOf(
    '/usr/sbin/haproxy',
    `case "$*" in *-q*) ;; *-c*) ${isNewProxy} && { echo "[ALERT] unknown keyword" >&2; exit 1; };; esac`,
  ),
  noStart: inPlaceOf(
    '/usr/sbin/haproxy',
    `case "$*" in *-q*) ${isNewProxy} && { echo "[ALERT] no" >&2; exit 1; };; esac`,
  ),
  // The signal for the reload goes to somebody else.
  unhealthy: 'cp /run/haproxy.pid /run/pid.right; sleep 300 </dev/null >/dev/null 2>&1 & echo $! >/run/haproxy.pid',
  replaced: ['/usr/sbin/haproxy'],
  judge: `printf 'GET /ok HTTP/1.0\\r\\n\\r\\n' | socat -t 2 - TCP:127.0.0.1:8080 | grep -q ' 200 ' || echo "the proxy does not answer"`,
};

const corosyncNames = ['n1', 'n2', 'n3'];
const corosyncText = (token: number): string => `totem {
  version: 2
  cluster_name: lab
  transport: knet
  token: ${token}
}
quorum {
  provider: corosync_votequorum
}
nodelist {
${corosyncNames.map((name, index) => `  node {\n    name: ${name}\n    nodeid: ${index + 1}\n    ring0_addr: 10.9.0.${index + 1}\n  }`).join('\n')}
}
logging {
  to_stderr: yes
}
`;
const isNewCorosync = 'grep -q "token: 1700" /etc/corosync/corosync.conf';
const corosyncService = `#!/bin/sh
case $1 in
  start) setsid corosync -f </dev/null >/var/log/corosync.out 2>&1 & ;;
  stop) kill $(pgrep -x corosync) ;;
  *) exit 2 ;;
esac
`;
const corosync: FaultKind = {
  name: 'corosync',
  title: 'A corosync.conf of three nodes (corosync 3.1), with one reload; something breaks on the second node',
  hosts: corosyncNames.map((name, index) => ({
    name,
    address: `10.9.0.${index + 1}`,
    files: { '/etc/init.d/corosync': { content: corosyncService, mode: 0o755 } },
  })),
  deployed: ['n2', 'n1', 'n3'],
  activatedBy: 'n1',
  file: '/etc/corosync/corosync.conf',
  oldText: corosyncText(1500),
  newText: corosyncText(1700),
  besides: {},
  gateSeconds: 6,
  start: () => Promise.resolve(),
  settle: 'mkdir -p /var/lib/corosync; pgrep -x corosync >/dev/null || /etc/init.d/corosync start',
  reread: `for _ in $(seq 150); do corosync-quorumtool -s 2>/dev/null | grep -q "Nodes: *3" && break; sleep 0.2; done; corosync-cfgtool -R`,
  refuse: inPlaceOf(
    '/usr/sbin/corosync',
    `case "$*" in *-t*) ${isNewCorosync} && { echo "parse error" >&2; exit 8; };; esac`,
  ),
  noStart: inPlaceOf('/usr/sbin/corosync-cfgtool', `${isNewCorosync} && { echo "no reload" >&2; exit 1; }`),
  unhealthy: inPlaceOf('/usr/sbin/corosync-quorumtool', `${isNewCorosync} && exit 2`),
  replaced: ['/usr/sbin/corosync', '/usr/sbin/corosync-cfgtool', '/usr/sbin/corosync-quorumtool'],
  judge: `for _ in $(seq 100); do
  said=$(/opt/real/corosync-quorumtool -s 2>&1)
  printf '%s' "$said" | grep -q 'Nodes: *3' && printf '%s' "$said" | grep -q 'Quorate: *Yes' && exit
  sleep 0.2
done
echo "the node is not in one partition with the others"`,
};

export const kinds: readonly FaultKind[] = [database, haproxy, corosync, galera];

/** A user for SSH beside root, and what sudo asks of a host. */
export function hostFiles(root: string): Files {
  const passwd = readFileSync(path.join(root, 'etc/passwd'), 'utf8');
  // Who may what is a matter of /etc/sudoers here, not of PAM.
  const permitting = 'auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n';
  return {
    '/etc/passwd': `${passwd}deploy:x:1000:1000::/tmp:/bin/sh\n`,
    '/etc/shadow': 'root:*:1::::::\ndeploy:*:1::::::\n',
    '/etc/pam.d/sudo': permitting,
    '/etc/pam.d/other': permitting,
  };
}
