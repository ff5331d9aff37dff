import type { Explanation } from './io-errors';

interface SqlError {
  readonly numbers: readonly number[];
  readonly explanation: Explanation;
}

/** Errors of the applying thread: what each number means (mysqld error reference, MariaDB and MySQL alike). */
const sqlErrors: readonly SqlError[] = [
  {
    numbers: [1062],
    explanation: {
      state: 'broken-apply',
      means:
        'A row of the source has a key the replica already holds: somebody wrote to the replica, or two writers hand out the same auto_increment numbers.',
      next: 'Compare both rows before anything else. Never skip blindly: the rows stay different. With two writers set auto_increment_increment and auto_increment_offset.',
      replicaOptions: ['auto_increment_offset', 'auto_increment_increment', 'read_only'],
      sourceOptions: ['auto_increment_offset', 'auto_increment_increment'],
    },
  },
  {
    numbers: [1032],
    explanation: {
      state: 'broken-apply',
      means: 'A row the source changes is missing on the replica: the two have diverged.',
      next: 'Compare the tables (pt-table-checksum), repair or set the replica up anew; then keep clients from writing to it with read_only.',
      replicaOptions: ['read_only'],
    },
  },
  {
    numbers: [1146, 1049, 1054, 1051, 1091, 1060, 1050, 1008, 1007],
    explanation: {
      state: 'broken-apply',
      means:
        'The replica lacks a database, table or column the source has, or has one too many: schemas drifted apart, often through filters or a statement run on one side only.',
      next: 'Bring the schema of the replica to the state of the source at that event, then START REPLICA.',
    },
  },
  {
    numbers: [1677],
    explanation: {
      state: 'broken-apply',
      means: 'A column has different types on source and replica.',
      next: 'Make the definitions equal; slave_type_conversions only helps with harmless widenings.',
    },
  },
  {
    numbers: [1950],
    explanation: {
      state: 'diverged',
      means:
        'gtid_strict_mode refuses an event that is out of order: two servers write in one gtid_domain_id, or somebody wrote on the replica.',
      next: 'Find who wrote the higher sequence number (the message has both). Give every writer a gtid_domain_id of its own, or keep the replica read-only.',
      replicaOptions: ['gtid_domain_id', 'gtid_strict_mode', 'read_only'],
      sourceOptions: ['gtid_domain_id'],
    },
  },
  {
    numbers: [1594, 13121, 13122, 1610],
    explanation: {
      state: 'broken-relay-log',
      means: 'The relay log cannot be read: it is damaged, or the binary log of the source was.',
      next: 'Note Exec position and file, STOP REPLICA, and fetch the log again with CHANGE MASTER / CHANGE REPLICATION SOURCE to exactly that position; set relay_log_recovery.',
      replicaOptions: ['relay_log_recovery'],
    },
  },
  {
    numbers: [1872, 1201, 13117],
    explanation: {
      state: 'broken-relay-log',
      means:
        'What the replica has stored of its own position or relay log does not fit, often after the host was renamed.',
      next: 'Set relay_log to a fixed name, then RESET REPLICA and set the position again.',
      replicaOptions: ['relay_log', 'relay_log_index'],
    },
  },
  {
    numbers: [1205, 1213, 3058],
    explanation: {
      state: 'broken-apply',
      means: 'The applying thread gave up waiting for locks.',
      next: 'Look for long transactions on the replica, end them, then START REPLICA.',
    },
  },
  {
    numbers: [1290, 1836],
    explanation: {
      state: 'broken-apply',
      means: 'The server refuses its own applying thread because of a read-only mode.',
      next: 'Look at read_only, innodb_read_only and super_read_only of the replica.',
      replicaOptions: ['innodb_read_only'],
    },
  },
  {
    numbers: [1785, 3100, 3098],
    explanation: {
      state: 'broken-apply',
      means:
        'The event breaks a rule that this server enforces and the source did not (GTID consistency, or tables without a primary key).',
      next: 'Set the same rule on both sides, then mend the statement.',
      replicaOptions: ['enforce_gtid_consistency'],
    },
  },
];

const unexplained: Explanation = {
  state: 'broken-apply',
  means: 'The applying thread stopped at an event it could not apply.',
  next: 'Read the message, mend the cause on the replica, then START REPLICA.',
};

/** What an error of the applying thread means. */
export function explainSqlError(number: number): Explanation {
  return sqlErrors.find(({ numbers }) => numbers.includes(number))?.explanation ?? unexplained;
}
