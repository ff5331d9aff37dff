/** What an error of the receiving thread means for an operator. */
export interface Explanation {
  readonly state: string;
  readonly means: string;
  readonly next: string;
  /** Options whose lines in the files may be the cause: on the replica, and on the source. */
  readonly replicaOptions?: readonly string[];
  readonly sourceOptions?: readonly string[];
}

interface IoError {
  readonly numbers: readonly number[];
  /** The text the server adds, where one number means several things. */
  readonly text?: RegExp;
  readonly explanation: Explanation;
}

const auth = 'broken-auth';
const network = 'broken-network';
const position = 'broken-position';
const identity = 'broken-identity';

/**
 * Errors of the receiving thread, the first that fits wins. Numbers and texts as MariaDB 10.5 to 11.8 and MySQL 9.7
 * gave them when the faults were provoked; 13114 and 13117 are MySQL's numbers for what MariaDB calls 1236 and 1593.
 */
const ioErrors: readonly IoError[] = [
  {
    numbers: [1593, 13117],
    text: /uuid/i,
    explanation: {
      state: identity,
      means:
        'Source and replica have the same server_uuid, which happens when a data directory is copied with its auto.cnf.',
      next: 'Stop the replica, remove auto.cnf from its data directory and start it: it makes a new uuid.',
    },
  },
  {
    numbers: [1593, 13117],
    text: /equal.*server[ _-]?ids?|server[ _-]?ids? .*equal|same server/i,
    explanation: {
      state: identity,
      means: 'Source and replica have the same server_id; a replica takes such a source for itself and refuses it.',
      next: 'Give one of the two another server_id in its option file and with SET GLOBAL server_id, then START REPLICA.',
      replicaOptions: ['server_id'],
      sourceOptions: ['server_id'],
    },
  },
  {
    numbers: [1045],
    explanation: {
      state: auth,
      means: 'The source refuses the replication account: wrong password, or no such account for the address it sees.',
      next:
        'Look at the source for the account in the message (' +
        "'user'@'host'" +
        ' as the source resolves it), create it or correct the password, then set it again with CHANGE MASTER / CHANGE REPLICATION SOURCE.',
    },
  },
  {
    numbers: [1130],
    explanation: {
      state: auth,
      means: 'The source has no account at all for the address this replica comes from.',
      next: 'Create the replication account on the source for the host part in the message.',
    },
  },
  {
    numbers: [1597, 1227, 1142],
    explanation: {
      state: auth,
      means: 'The account may log in but lacks the privilege to replicate.',
      next: 'On the source: GRANT REPLICATION SLAVE ON *.* TO the replication account. The receiving thread tries again by itself or after START REPLICA.',
    },
  },
  {
    numbers: [2061, 3159],
    explanation: {
      state: auth,
      means: 'The account uses caching_sha2_password, or demands encryption, and the connection is not encrypted.',
      next: 'Set SOURCE_SSL = 1 for the channel (or GET_SOURCE_PUBLIC_KEY = 1 in a network you trust), then START REPLICA.',
    },
  },
  {
    numbers: [2026],
    explanation: {
      state: auth,
      means:
        'Source and replica cannot agree on encryption. MariaDB 11.4 and later verify the certificate of the source by default, and an older source has none.',
      next: 'Give the source a certificate, or set MASTER_SSL_VERIFY_SERVER_CERT = 0 (or MASTER_SSL = 0) for the channel.',
      sourceOptions: ['ssl_cert', 'require_secure_transport'],
    },
  },
  {
    numbers: [1129],
    explanation: {
      state: auth,
      means: 'The source has blocked the address of this replica after too many broken connections.',
      next: 'Mend what broke them first (often encryption or a check of a proxy), then FLUSH HOSTS on the source (or TRUNCATE performance_schema.host_cache).',
      sourceOptions: ['max_connect_errors'],
    },
  },
  {
    numbers: [1040, 1203],
    explanation: {
      state: network,
      means: 'The source has no connection left for the replica.',
      next: 'Free connections on the source or raise max_connections there.',
      sourceOptions: ['max_connections'],
    },
  },
  {
    numbers: [2005],
    explanation: {
      state: network,
      means: 'The name of the source has no address on this host.',
      next: 'Mend DNS or /etc/hosts on the replica, or set the address as MASTER_HOST / SOURCE_HOST.',
    },
  },
  {
    numbers: [2002, 2003],
    explanation: {
      state: network,
      means:
        'Nothing answers at that address and port: the source is down, listens on another address or port, or a firewall is between.',
      next: 'Look whether the source runs, then at its bind_address, port and skip_networking, then at the firewall.',
      sourceOptions: ['bind_address', 'port', 'skip_networking'],
    },
  },
  {
    numbers: [2006, 2013, 1158, 1159, 1160, 1161],
    explanation: {
      state: network,
      means: 'The connection to the source broke while it was in use.',
      next: 'Look at the network between them, at the error log of the source for the same moment, and at max_allowed_packet.',
    },
  },
  {
    numbers: [1236, 13114],
    text: /binary log is not open|binlog(ging)? (is )?(not|disabled)/i,
    explanation: {
      state: position,
      means: 'The source writes no binary log, so it has nothing to send.',
      next: 'Set log_bin on the source, restart it, and set the replica up from a fresh copy: what was written meanwhile is in no log.',
      sourceOptions: ['log_bin', 'skip_log_bin'],
    },
  },
  {
    numbers: [1236, 13114],
    text: /could not find first log|could not open log/i,
    explanation: {
      state: position,
      means:
        'The source does not have the binary log file the replica asks for: a wrong file name, another log_bin name, or the file has expired.',
      next: 'Compare the file name with SHOW BINARY LOGS on the source. If it is older than the oldest there, set the replica up from a fresh copy.',
      sourceOptions: ['log_bin', 'log_basename', 'expire_logs_days', 'binlog_expire_logs_seconds'],
    },
  },
  {
    numbers: [1236, 13114],
    text: /purged|not? (in|found in) the (master|source)'?s? binlog|not in the master's binlog|has purged required|diverged|not present in the oldest|missing (transactions|GTIDs)/i,
    explanation: {
      state: position,
      means: 'The transactions the replica asks for are no longer, or were never, in the binary log of the source.',
      next: 'Set the replica up from a fresh copy of the source, and keep binary logs longer than the longest time a replica may be away.',
      sourceOptions: ['expire_logs_days', 'binlog_expire_logs_seconds', 'binlog_expire_logs_auto_purge'],
    },
  },
  {
    numbers: [1236, 13114],
    text: /impossible position|position > file size|beyond|bogus data|event (has|read)/i,
    explanation: {
      state: position,
      means:
        'The replica asks for a position its source does not have: a mistyped number, or a source that crashed and lost the end of its log (sync_binlog other than 1).',
      next: 'Compare with SHOW MASTER STATUS / SHOW BINARY LOG STATUS. After a crash of the source, continue at the start of its next log only if both sides hold the same rows.',
      sourceOptions: ['sync_binlog'],
    },
  },
  {
    numbers: [1236, 13114, 1153],
    text: /max_allowed_packet/i,
    explanation: {
      state: position,
      means:
        'An event is larger than max_allowed_packet, which is often no large event but a wrong position read as a length.',
      next: 'Check the position first; raise max_allowed_packet and slave_max_allowed_packet only when such a row exists.',
      sourceOptions: ['max_allowed_packet'],
      replicaOptions: ['max_allowed_packet', 'slave_max_allowed_packet', 'replica_max_allowed_packet'],
    },
  },
  {
    numbers: [1945, 1946, 1947, 1948, 1951, 1955],
    explanation: {
      state: 'diverged',
      means:
        'The GTID position of the replica does not fit the binary log of the source: the two have written different histories.',
      next: 'Compare gtid_slave_pos with gtid_binlog_state of the source; set the replica up from a fresh copy if the other history holds rows of its own.',
    },
  },
  {
    numbers: [1236, 13114],
    explanation: {
      state: position,
      means: 'The source cannot serve what the replica asks for.',
      next: 'Compare file, position and GTID with SHOW BINARY LOGS on the source.',
    },
  },
  {
    numbers: [1593, 13117],
    explanation: {
      state: identity,
      means: 'The replica finds itself and the source incompatible.',
      next: 'Read the message: it names the variable that is at odds.',
    },
  },
  {
    numbers: [1595],
    explanation: {
      state: 'broken-relay-log',
      means: 'The replica cannot write its relay log: a full disk or a damaged file.',
      next: 'Look at free space and permissions of the relay log folder, then START REPLICA.',
    },
  },
];

/** What an error of the receiving thread means; undefined for one that nobody has explained yet. */
export function explainIoError(number: number, message: string): Explanation | undefined {
  return ioErrors.find(({ numbers, text }) => numbers.includes(number) && (text?.test(message) ?? true))?.explanation;
}
