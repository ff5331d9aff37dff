import type { Host } from './host';

const folder = '/etc/mysql/mariadb.conf.d/';

/**
 * Whether Debian's own `50-server.cnf` may lie on a host unseen: the repository keeps other files of its folder, but not
 * that one. It comes with MariaDB since Debian 9 and has `expire_logs_days = 10` and `bind-address = 127.0.0.1`.
 */
export function mayHavePackagedFile(host: Host): boolean {
  const paths = host.placements.flatMap(({ hostPath }) => (hostPath?.startsWith(folder) ? [hostPath] : []));
  return paths.length > 0 && !paths.includes(`${folder}50-server.cnf`);
}

/**
 * Whether the `galera.cnf` of Red Hat's and Fedora's packages may lie on a host unseen. It switches Galera on and names
 * the provider, which Debian's own `60-galera.cnf` does not (Debian 11 to sid: every line of it is a comment).
 */
export function mayHavePackagedGalera(host: Host): boolean {
  const paths = host.placements.flatMap(({ hostPath }) => hostPath ?? []);
  return paths.some((path) => /^\/etc\/my\.cnf(\.d\/|$)/.test(path)) && !paths.includes('/etc/my.cnf.d/galera.cnf');
}
