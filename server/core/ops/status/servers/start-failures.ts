import type { Cause } from '../verdict';

/** Why a database server did not start, as its log tells. */
export interface StartFailure {
  readonly means: string;
  readonly next: string;
  /** The option that brought it about. */
  readonly option?: Cause['name'];
}

/**
 * What the last words of a database server mean, the most telling first (the texts of MariaDB 10.5 to 11.8, Galera 26.4
 * and MySQL 9.7).
 */
const failures: readonly (readonly [RegExp, (match: RegExpExecArray) => StartFailure])[] = [
  [
    /Only binlog_format ?= 'ROW' is currently supported.*'(\w+)'/,
    ([, value]) => ({
      means: `A Galera node replicates rows alone and does not start with binlog_format = ${value}.`,
      next: 'Write binlog_format = ROW and start it again.',
      option: 'binlog_format',
    }),
  ],
  [
    /unknown variable '(-*)([\w-]+)/,
    ([, , name = '']) => ({
      means: `This release knows no option ${name}.`,
      next: `Take ${name} out of its files, or write loose_${name} where the file serves several releases.`,
      option: name.toLowerCase().replaceAll('-', '_'),
    }),
  ],
  [
    /Bind on TCP\/IP port|Do you already have another (mysqld|mariadbd|server)/i,
    () => ({
      means: 'Something else listens on its port already: another server, or one of its own that did not end.',
      next: 'ss -ltnp on the host names it; stop it, or give one of them another port.',
      option: 'port',
    }),
  ],
  [
    /No space left on device|Disk is full|Errcode: 28/i,
    () => ({ means: 'A file system of the host is full.', next: 'df -h, df -i; make room before the next start.' }),
  ],
  [
    /Unable to lock .*ibdata|Can't lock aria control file|another mysqld process is using the same/i,
    () => ({
      means: 'Another process has its data directory open.',
      next: 'Look for a second server with the same datadir, and for one that was not stopped cleanly.',
      option: 'datadir',
    }),
  ],
  [
    /It may not be safe to bootstrap the cluster from this node/,
    () => ({
      means: 'It was told to begin a new cluster, and was not the last node to leave the old one.',
      next: 'Start it in the ordinary way when another node runs. When all are down begin with the node whose grastate.dat has the highest seqno.',
    }),
  ],
  [
    /failed to open gcomm backend connection: 110|failed to reach primary view/,
    () => ({
      means: 'It reached no node of its cluster that has the quorum.',
      next: 'Look whether the others run and have the quorum, then at wsrep_cluster_name, wsrep_cluster_address and the firewall (4567, 4568, 4444).',
      option: 'wsrep_cluster_address',
    }),
  ],
  [
    /SST (failed|request failed|script .* (failed|aborted))|State transfer request failed/i,
    () => ({
      means: 'The state transfer that should give it its data failed.',
      next: 'Read the log of the donor beside its own: account of wsrep_sst_auth, packages of the method, port 4444, disk space.',
      option: 'wsrep_sst_method',
    }),
  ],
];

/** @param lines of the log, the latest last */
export function startFailureIn(lines: readonly string[]): StartFailure | undefined {
  for (const [pattern, told] of failures) {
    for (const line of [...lines].reverse()) {
      const match = pattern.exec(line);
      if (match) return told(match);
    }
  }
  return undefined;
}
