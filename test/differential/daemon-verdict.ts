import type { Daemons, MariadbVerdict, Verdict } from '../daemons';
import type { Program, Seed } from './seeds';

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
    case 'haproxy':
      return daemons.haproxyAccepts(text, seed.around);
    case 'corosync':
      return daemons.corosyncAccepts(text, { hostname: seed.hostname, addresses: seed.addresses });
  }
}

/** The server ends by itself as soon as it is ready; a node of Galera forms a cluster of its own to get that far. */
const start = `
mkdir -p /tmp/data /run/mysqld /var/log/mysql && chown mysql:mysql /tmp/data /run/mysqld /var/log/mysql
mariadb-install-db --no-defaults --user=mysql --datadir=/tmp/data --skip-test-db \\
  --auth-root-authentication-method=normal --innodb-log-file-size=4M >&2 || exit 99
echo 'SHUTDOWN;' >/tmp/stop.sql
exec timeout 15 mariadbd --user=mysql --datadir=/tmp/data --init-file=/tmp/stop.sql --log-error=/dev/stderr \\
  --wsrep-new-cluster --innodb-buffer-pool-size=16M --innodb-log-file-size=4M`;

/**
 * Whether mariadbd starts for real, which `--help --verbose` cannot say of engines and of Galera. Takes 0.6 s.
 * @throws when there is no data directory to start with
 */
export function mariadbStarts(daemons: Daemons, seed: Seed, text: string): Verdict {
  const files = { ...seed.around, [seed.place]: text };
  const { status, stderr } = daemons.run(['sh', '-c', start], { files, addresses: seed.addresses });
  if (status === 99) throw new Error(`no empty data directory: ${stderr}`);
  return { accepts: status === 0, status, stderr };
}
