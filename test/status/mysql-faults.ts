import type { Fault } from './matrix';
import type { MysqlPair, PairHost } from './mysql-pair';

/** Faults of a MySQL source, my1, and its replica my2. */
export function mysqlFaults(pair: MysqlPair): Fault[] {
  const on = (name: PairHost, statements: string) => (): Promise<string> => pair.sql(name, statements);
  const change = (what: string) => (): Promise<string> => pair.change(what);
  const follow = (): Promise<void> => pair.follow();
  return [
    {
      title: 'a replica has the server_id of its source',
      expects: 'replication/broken-identity',
      on: 'my2',
      says: /13117|1593/,
      provoke: on('my2', 'STOP REPLICA; SET GLOBAL server_id = 1; START REPLICA'),
      heal: on('my2', 'STOP REPLICA; SET GLOBAL server_id = 2; START REPLICA'),
    },
    {
      title: 'the password of the replication account is wrong',
      expects: 'replication/broken-auth',
      on: 'my2',
      says: /1045/,
      provoke: change("SOURCE_PASSWORD = 'wrong'"),
      heal: change("SOURCE_PASSWORD = 'secret'"),
    },
    {
      title: 'the account needs encryption and the channel has none',
      expects: 'replication/broken-auth',
      on: 'my2',
      says: /2061/,
      provoke: async () => {
        await pair.sql('my1', 'FLUSH PRIVILEGES');
        await pair.change('SOURCE_SSL = 0');
      },
      heal: change('SOURCE_SSL = 1'),
    },
    {
      title: 'nothing listens where the source should be',
      expects: 'replication/broken-network',
      on: 'my2',
      says: /2003/,
      provoke: change('SOURCE_PORT = 3307'),
      heal: change('SOURCE_PORT = 3306'),
    },
    {
      title: 'the source has purged what the replica needs',
      expects: 'replication/broken-position',
      on: 'my2',
      says: /13114|1236/,
      provoke: async () => {
        await pair.sql('my2', 'STOP REPLICA');
        await pair.sql(
          'my1',
          "INSERT INTO shop.orders VALUES (1, 'purged'); FLUSH BINARY LOGS; DO SLEEP(0.3); INSERT INTO shop.orders VALUES (2, 'kept')",
        );
        await pair.sql('my1', 'PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY');
        await pair.sql('my2', 'START REPLICA');
      },
      heal: async () => {
        await pair.sql(
          'my2',
          "STOP REPLICA; SET sql_log_bin = 0; INSERT IGNORE INTO shop.orders VALUES (1, 'purged'), (2, 'kept')",
        );
        await pair.follow();
      },
    },
    {
      title: 'the replica holds a row with the key of a new one',
      expects: 'replication/broken-apply',
      on: 'my2',
      says: /1062/,
      provoke: async () => {
        await pair.sql('my2', "SET sql_log_bin = 0; INSERT INTO shop.orders VALUES (500, 'of my2')");
        await pair.sql('my1', "INSERT INTO shop.orders VALUES (500, 'of my1')");
      },
      heal: on('my2', 'SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 500; START REPLICA'),
    },
    {
      title: 'somebody wrote on a replica',
      expects: 'replication/diverged',
      on: 'my2',
      says: /gtid_executed/,
      provoke: on('my2', "INSERT INTO shop.orders VALUES (700, 'astray')"),
      heal: async () => {
        await pair.sql('my2', 'SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 700');
        await pair.follow();
      },
    },
    {
      title: 'somebody stopped replication',
      expects: 'replication/stopped',
      on: 'my2',
      provoke: on('my2', 'STOP REPLICA'),
      heal: on('my2', 'START REPLICA'),
    },
    {
      title: 'a replica is delayed on purpose',
      expects: 'replication/delayed',
      on: 'my2',
      says: /SQL_Delay = 3600/,
      provoke: change('SOURCE_DELAY = 3600'),
      heal: change('SOURCE_DELAY = 0'),
    },
    {
      title: 'clients may write to a replica',
      expects: 'replication/writable-replica',
      on: 'my2',
      provoke: on('my2', 'SET GLOBAL read_only = OFF'),
      heal: on('my2', 'SET GLOBAL read_only = ON'),
    },
    {
      title: 'somebody forgot to set replication up again',
      expects: 'replication/not-configured',
      on: 'my2',
      provoke: on('my2', 'STOP REPLICA; RESET REPLICA ALL'),
      heal: follow,
    },
    {
      title: 'a server is down',
      expects: 'database/down',
      on: 'my2',
      provoke: () => pair.stopServer('my2'),
      heal: () => pair.startServer('my2'),
    },
  ];
}
