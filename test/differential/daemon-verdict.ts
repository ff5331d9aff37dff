import type { Daemons, MariadbVerdict, Verdict } from '../daemons';
import type { Program } from './oracles';
import type { Seed } from './seeds';

/** What the program itself says of a seed with this text in place of its own. */
export function daemonVerdict(
  program: Program,
  daemons: Daemons,
  seed: Seed,
  text = seed.text,
): Verdict | MariadbVerdict {
  switch (program) {
    case 'mariadbd':
      return daemons.mariadbAccepts({ files: { ...seed.around, [seed.place]: text } });
    case 'mysqld':
      return daemons.mysqlAccepts({ files: { ...seed.around, [seed.place]: text } });
    case 'haproxy':
      return daemons.haproxyAccepts(text, seed.around, environmentOf(seed.text, text));
    case 'corosync':
      return daemons.corosyncAccepts(text, { hostname: seed.hostname, addresses: seed.addresses, files: seed.around });
  }
}

/**
 * The environment of a case: where a change put a reference to `VALUE` in place of a word, it stands for that word, as on
 * the machine of whoever wrote the reference.
 */
export function environmentOf(before: string, after: string): Record<string, string> {
  const known = before.split('\n');
  for (const line of after.split('\n')) {
    const start = /^(.*?)"?\$\{?VALUE\}?"?$/.exec(line)?.[1];
    const origin = start === undefined ? undefined : known.find((each) => each.startsWith(start) && each !== line);
    if (start !== undefined && origin !== undefined) return { VALUE: origin.slice(start.length).trim() };
  }
  return {};
}

/**
 * Whether the program starts for real, which a check cannot say: mariadbd's starts no engine and no Galera, that of
 * corosync loads no service such as votequorum. haproxy checks everything a start does.
 *
 * @throws when mariadbd gets no data directory to start with
 */
export function startVerdict(program: Program, daemons: Daemons, seed: Seed, text: string): Verdict {
  if (program === 'haproxy') return daemonVerdict(program, daemons, seed, text);
  const { hostname, addresses } = seed;
  const authkey = { content: '0123456789abcdef'.repeat(16), mode: 0o400 };
  const files = { '/etc/corosync/authkey': authkey, ...seed.around, [seed.place]: text };
  const { status, stdout, stderr } = daemons.run(['sh', '-c', starts[program]], { files, hostname, addresses });
  if (status === noData) throw new Error(`no empty data directory: ${stderr}`);
  return { accepts: status === 0, status, stderr: stderr + stdout };
}

const noData = 99;

const starts = {
  // The server ends by itself as soon as it is ready. A node of Galera forms a cluster of its own to get that far.
  mariadbd: `
mkdir -p /tmp/data /run/mysqld /var/log/mysql && chown mysql:mysql /tmp/data /run/mysqld /var/log/mysql
mariadb-install-db --no-defaults --user=mysql --datadir=/tmp/data --skip-test-db \\
  --auth-root-authentication-method=normal --innodb-log-file-size=4M >&2 || exit ${noData}
echo 'SHUTDOWN;' >/tmp/stop.sql
exec timeout 15 mariadbd --user=mysql --datadir=/tmp/data --init-file=/tmp/stop.sql --log-error=/dev/stderr \\
  --wsrep-new-cluster --innodb-buffer-pool-size=16M --innodb-log-file-size=4M`,
  // The new data directory is made without the files that are judged, so that only the start itself reads them.
  mysqld: `
mkdir -p /tmp/data /run/mysqld /var/log/mysql /var/lib/mysql-files
chown mysql:mysql /tmp/data /run/mysqld /var/log/mysql /var/lib/mysql-files
mysqld --no-defaults --user=mysql --initialize-insecure --datadir=/tmp/data --innodb-redo-log-capacity=8M >&2 || exit ${noData}
echo 'SHUTDOWN;' >/tmp/stop.sql && chown mysql:mysql /tmp/data
exec timeout 30 mysqld --user=mysql --datadir=/tmp/data --init-file=/tmp/stop.sql --log-error=stderr \\
  --innodb-buffer-pool-size=16M --mysqlx=OFF`,
  // Everything corosync refuses it refuses within half a second; timeout says 124 of one that still runs.
  corosync:
    'mkdir -p /run /var/lib/corosync /var/log/corosync; timeout 3 corosync -f; status=$?; [ $status = 124 ] || exit $status',
};
