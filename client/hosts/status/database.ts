import type { Database, Origin, Row } from '../../../server/core/ops/status/observation';
import type { MysqlSession } from '../mysql/session';

/**
 * Asks a database server for everything the judges read. What the account may not see is listed in `denied` and leaves
 * the rest as it is; statements are chosen by what the server is, never by what the files say.
 */
export async function collectDatabase(session: MysqlSession): Promise<Database> {
  // SHOW works on every server, also on a Galera node outside of the quorum, where a SELECT ends with 1047.
  const variables = byName(await session.rows('SHOW GLOBAL VARIABLES'));
  const version = variables['version'] ?? '';
  const isMariadb = /mariadb/i.test(`${version} ${variables['version_comment']}`);
  const isFrom = (...release: readonly number[]): boolean => isAtLeast(version, release);
  const denied: { statement: string; message: string }[] = [];
  const ask = async (statement: string): Promise<Row[]> => {
    try {
      return await session.rows(statement);
    } catch (error) {
      if ((error as { fatal?: boolean }).fatal) throw error;
      denied.push({ statement, message: (error as Error).message });
      return [];
    }
  };
  for (const limit of limits(isMariadb, variables)) await ask(limit);
  const isOldMysql = !isMariadb && !isFrom(8, 0, 22);
  const hasGroup = (variables['group_replication_group_name'] ?? '') !== '';
  const isNode = /^(on|1)$/i.test(variables['wsrep_on'] ?? '');
  const tells = isMariadb || isFrom(8);
  const [
    origins,
    status,
    channels,
    binaryLog,
    workers,
    processes,
    unreplicatedTables,
    groupMembers,
    cloneStages,
    galeraMembers,
    clock,
  ] = await Promise.all([
    tells ? ask(isMariadb ? mariadbOrigins : mysqlOrigins) : [],
    ask('SHOW GLOBAL STATUS'),
    ask(isMariadb ? 'SHOW ALL SLAVES STATUS' : isOldMysql ? 'SHOW SLAVE STATUS' : 'SHOW REPLICA STATUS'),
    variables['log_bin'] === 'ON'
      ? ask(isMariadb || !isFrom(8, 2) ? 'SHOW MASTER STATUS' : 'SHOW BINARY LOG STATUS')
      : [],
    isMariadb ? [] : ask(workerErrors),
    ask(processList(isMariadb || isOldMysql ? 'information_schema.PROCESSLIST' : 'performance_schema.processlist')),
    isNode ? ask(unreplicated) : [],
    hasGroup ? ask(isFrom(8) ? membersWithRoles : members) : [],
    'clone_buffer_size' in variables ? ask(clone) : [],
    isNode ? ask('SELECT * FROM mysql.wsrep_cluster_members') : [],
    ask('SELECT NOW() AS now'),
  ]);
  return {
    product: isMariadb ? 'mariadb' : 'mysql',
    version,
    variables,
    origins: tells && origins.length > 0 ? originsOf(origins) : undefined,
    status: byName(status),
    channels,
    binaryLog: binaryLog[0],
    workers,
    processes,
    unreplicatedTables,
    groupMembers,
    cloneStages,
    galeraMembers,
    clock: clockOf(clock[0]?.['now']),
    denied,
  };
}

/** Statements that keep a question from hanging: on locks, and on a Galera node that has lost its peers. */
function limits(isMariadb: boolean, variables: Readonly<Record<string, string>>): string[] {
  return [
    'SET SESSION lock_wait_timeout = 2',
    isMariadb ? 'SET SESSION max_statement_time = 5' : 'SET SESSION max_execution_time = 5000',
    ...('wsrep_sync_wait' in variables ? ['SET SESSION wsrep_sync_wait = 0'] : []),
  ];
}

const mariadbOrigins = `SELECT VARIABLE_NAME AS name, GLOBAL_VALUE_ORIGIN AS origin FROM information_schema.SYSTEM_VARIABLES
  WHERE GLOBAL_VALUE_ORIGIN NOT IN ('COMPILE-TIME', 'ENVIRONMENT')`;

/**
 * What was persisted in this run counts as set at run time in variables_info, although it lasts, and so does what a
 * plugin set: Group Replication makes a secondary read-only without a user, or as mysql.session.
 */
const mysqlOrigins = `SELECT i.VARIABLE_NAME AS name, CASE WHEN p.VARIABLE_NAME IS NOT NULL THEN 'PERSISTED'
    WHEN i.VARIABLE_SOURCE = 'DYNAMIC' AND COALESCE(i.SET_USER, 'mysql.session') = 'mysql.session' THEN 'AUTO'
    ELSE i.VARIABLE_SOURCE END AS origin
  FROM performance_schema.variables_info i LEFT JOIN performance_schema.persisted_variables p USING (VARIABLE_NAME)
  WHERE i.VARIABLE_SOURCE <> 'COMPILED'`;

/** The servers' words for where a value came from; MySQL tells which of its option files it was. */
const originWords: Readonly<Record<string, Origin>> = {
  AUTO: 'automatic',
  'COMMAND-LINE': 'command-line',
  COMMAND_LINE: 'command-line',
  DYNAMIC: 'run-time',
  PERSISTED: 'persisted',
  SQL: 'run-time',
};

function originsOf(rows: readonly Row[]): Record<string, Origin> {
  return Object.fromEntries(
    rows.map((row) => [(row['name'] ?? '').toLowerCase(), originWords[row['origin'] ?? ''] ?? 'file']),
  );
}

const workerErrors = `SELECT CHANNEL_NAME, WORKER_ID, LAST_ERROR_NUMBER, LAST_ERROR_MESSAGE, LAST_ERROR_TIMESTAMP
  FROM performance_schema.replication_applier_status_by_worker WHERE LAST_ERROR_NUMBER <> 0`;

const processList = (table: string): string =>
  `SELECT COMMAND, STATE, TIME FROM ${table} WHERE COMMAND LIKE 'Binlog Dump%' OR STATE LIKE '%semi-sync%' LIMIT 200`;

const unreplicated = `SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE FROM information_schema.TABLES
  WHERE TABLE_TYPE = 'BASE TABLE' AND ENGINE NOT IN ('InnoDB', 'XtraDB', 'SEQUENCE', 'PERFORMANCE_SCHEMA', 'CSV')
    AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') LIMIT 20`;

const members = 'SELECT * FROM performance_schema.replication_group_members';

const clone = 'SELECT STAGE, STATE, ESTIMATE, DATA FROM performance_schema.clone_progress';

/** MEMBER_ROLE and a view of the other members' queues came with MySQL 8.0. */
const membersWithRoles = `SELECT m.*, s.VIEW_ID, s.COUNT_TRANSACTIONS_IN_QUEUE, s.COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE
  FROM performance_schema.replication_group_members m
  LEFT JOIN performance_schema.replication_group_member_stats s USING (MEMBER_ID)`;

/** Rows of name and value, by name in lower case. */
function byName(rows: readonly Row[]): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [(row['Variable_name'] ?? '').toLowerCase(), row['Value'] ?? '']));
}

function isAtLeast(version: string, release: readonly number[]): boolean {
  const own = version.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0);
  for (const [index, part] of release.entries()) if (own[index] !== part) return (own[index] ?? 0) > part;
  return true;
}

function clockOf(text: string | null | undefined): number | undefined {
  const milliseconds = Date.parse(`${(text ?? '').slice(0, 19).replace(' ', 'T')}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
