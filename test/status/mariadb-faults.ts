import type { MariadbStar, StarHost } from './mariadb-star';
import type { Fault } from './matrix';

/** Faults of a source, db1, and its replicas db2 and db3. */
export function mariadbFaults(star: MariadbStar): Fault[] {
  const on = (name: StarHost, statements: string) => (): Promise<unknown> => star.sql(name, statements);
  const change = (what: string) => (): Promise<unknown> => star.change('db2', what);
  const follow = (): Promise<unknown> => star.follow('db2');
  const withServerId = (name: StarHost, id: number) =>
    on(name, `STOP SLAVE; SET GLOBAL server_id = ${id}; START SLAVE`);
  const both = (): Promise<unknown> => Promise.all([star.follow('db2'), star.follow('db3')]);
  // The applying thread reads on where it stopped, in a log that is no longer written to and has a broken event.
  const breakRelayLog = async (): Promise<void> => {
    await star.sql('db2', 'STOP SLAVE SQL_THREAD; FLUSH RELAY LOGS');
    await star.sql('db1', "INSERT INTO shop.orders (what) VALUES ('one'), ('two'), ('three')");
    await star.host('db2').check(['sleep', '1']);
    await star.sql('db2', 'FLUSH RELAY LOGS');
    const script = `cd /var/lib/mysql; log=$(grep -l three *relay-bin.0* | tail -n 1)
printf XXXX | dd of="$log" bs=1 conv=notrunc seek=$(grep -abo three "$log" | head -n 1 | cut -d: -f1)`;
    await star.host('db2').check(['sh', '-c', script]);
    await star.sql('db2', 'START SLAVE SQL_THREAD');
  };
  const receive = 'STOP SLAVE IO_THREAD; START SLAVE IO_THREAD';
  return [
    {
      title: 'a replica has the server_id of its source',
      expects: 'replication/broken-identity',
      on: 'db2',
      says: /1593/,
      provoke: withServerId('db2', 1),
      heal: withServerId('db2', 2),
    },
    {
      title: 'two replicas share a server_id',
      expects: 'replication/server-id-shared',
      on: 'db2',
      says: /db2 and db3 .* server_id 2/,
      provoke: withServerId('db3', 2),
      heal: withServerId('db3', 3),
    },
    {
      title: 'the password of the replication account is wrong',
      expects: 'replication/broken-auth',
      on: 'db2',
      says: /1045/,
      provoke: change("MASTER_PASSWORD = 'wrong'"),
      heal: change("MASTER_PASSWORD = 'secret'"),
    },
    {
      title: 'the replication account may not replicate',
      expects: 'replication/broken-auth',
      on: 'db2',
      says: /1597/,
      provoke: async () => {
        await star.sql('db1', 'SET sql_log_bin = 0; REVOKE REPLICATION SLAVE ON *.* FROM replica@"%"');
        await star.sql('db2', receive);
      },
      heal: async () => {
        await star.sql('db1', 'SET sql_log_bin = 0; GRANT REPLICATION SLAVE ON *.* TO replica@"%"');
        await star.sql('db2', 'STOP SLAVE; START SLAVE');
      },
    },
    {
      title: 'nothing listens where the source should be',
      expects: 'replication/broken-network',
      on: 'db2',
      says: /2003/,
      provoke: change('MASTER_PORT = 3307'),
      heal: change('MASTER_PORT = 3306'),
    },
    {
      title: 'the name of the source is unknown',
      expects: 'replication/broken-network',
      on: 'db2',
      says: /2005/,
      provoke: change("MASTER_HOST = 'nowhere.invalid'"),
      heal: change("MASTER_HOST = '10.0.1.1'"),
    },
    {
      title: 'the source listens on its loopback only',
      expects: 'replication/broken-network',
      on: 'db3',
      says: /2003/,
      provoke: () => star.restart('db1', ['--bind-address=127.0.0.1']),
      heal: () => star.restart('db1'),
    },
    {
      title: 'the source writes no binary log',
      expects: 'replication/broken-position',
      on: 'db2',
      says: /1236.*Binary log is not open/s,
      provoke: () => star.restart('db1', ['--skip-log-bin']),
      heal: async () => {
        await star.restart('db1');
        await both();
      },
    },
    {
      title: 'the replica asks for a log file the source does not have',
      expects: 'replication/broken-position',
      on: 'db2',
      says: /1236.*Could not find first log/s,
      provoke: change("MASTER_USE_GTID = no, MASTER_LOG_FILE = 'other.000001', MASTER_LOG_POS = 4"),
      heal: follow,
    },
    {
      title: 'the replica asks for a position beyond the end of the log',
      expects: 'replication/broken-position',
      on: 'db2',
      says: /1236/,
      provoke: async () => {
        const [row] = await star.sql('db1', 'SHOW MASTER STATUS');
        await star.change(
          'db2',
          `MASTER_USE_GTID = no, MASTER_LOG_FILE = '${row?.['File']}', MASTER_LOG_POS = 99999999`,
        );
      },
      heal: follow,
    },
    {
      title: 'the source has purged what the replica needs',
      expects: 'replication/broken-position',
      on: 'db2',
      says: /1236/,
      provoke: async () => {
        await star.sql('db2', 'STOP SLAVE');
        await star.sql('db1', "INSERT INTO shop.orders (what) VALUES ('purged'); FLUSH BINARY LOGS; FLUSH BINARY LOGS");
        await untilFollowed(star, 'db3');
        // A log stays while a session still reads it.
        while ((await star.sql('db1', 'SHOW BINARY LOGS')).length > 1) {
          const [row] = await star.sql('db1', 'SHOW MASTER STATUS');
          await star.sql('db1', `PURGE BINARY LOGS TO '${row?.['File']}'`);
        }
        await star.sql('db2', 'START SLAVE');
      },
      heal: async () => {
        await star.sql('db2', "STOP SLAVE; SET sql_log_bin = 0; INSERT IGNORE INTO shop.orders SELECT 9000, 'copied'");
        await star.follow('db2');
      },
    },
    {
      title: 'the source began its binary log anew',
      expects: 'replication/source-reset',
      on: 'db2',
      provoke: async () => {
        // In the first log file, where a log that begins anew keeps the name.
        await star.sql('db1', 'RESET MASTER');
        await both();
        await star.sql('db1', "INSERT INTO shop.orders (what) VALUES ('a'), ('b')");
        await untilFollowed(star, 'db2');
        await untilFollowed(star, 'db3');
        await star.sql('db1', 'RESET MASTER');
      },
      heal: both,
    },
    {
      title: 'the replica holds a row with the key of a new one',
      expects: 'replication/broken-apply',
      on: 'db2',
      says: /1062/,
      provoke: async () => {
        await star.sql('db2', "SET sql_log_bin = 0; INSERT INTO shop.orders (id, what) VALUES (500, 'of db2')");
        await star.sql('db1', "INSERT INTO shop.orders (id, what) VALUES (500, 'of db1')");
      },
      heal: async () => {
        await star.sql('db2', 'SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 500; START SLAVE');
      },
    },
    {
      title: 'the replica lacks a row the source changes',
      expects: 'replication/broken-apply',
      on: 'db2',
      says: /1032/,
      provoke: async () => {
        await star.sql('db1', "INSERT INTO shop.orders (id, what) VALUES (600, 'first')");
        await untilFollowed(star, 'db2');
        await star.sql('db2', 'SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 600');
        await star.sql('db1', "UPDATE shop.orders SET what = 'second' WHERE id = 600");
      },
      heal: on('db2', "SET sql_log_bin = 0; INSERT INTO shop.orders (id, what) VALUES (600, 'first'); START SLAVE"),
    },
    {
      title: 'the relay log is damaged',
      expects: 'replication/broken-relay-log',
      on: 'db2',
      says: /1594/,
      provoke: breakRelayLog,
      heal: follow,
    },
    {
      title: 'the replica lacks a table',
      expects: 'replication/broken-apply',
      on: 'db2',
      says: /1146/,
      provoke: async () => {
        await star.sql('db1', 'CREATE TABLE shop.extra (id INT PRIMARY KEY)');
        await untilFollowed(star, 'db2');
        await star.sql('db2', 'SET sql_log_bin = 0; DROP TABLE shop.extra');
        await star.sql('db1', 'INSERT INTO shop.extra VALUES (1)');
      },
      heal: async () => {
        await star.sql('db2', 'SET sql_log_bin = 0; CREATE TABLE shop.extra (id INT PRIMARY KEY); START SLAVE');
        await star.sql('db1', 'DROP TABLE shop.extra');
      },
    },
    {
      title: 'somebody stopped replication',
      expects: 'replication/stopped',
      on: 'db2',
      says: /receiving and applying/,
      provoke: on('db2', 'STOP SLAVE'),
      heal: on('db2', 'START SLAVE'),
    },
    {
      title: 'only the applying thread is stopped',
      expects: 'replication/stopped',
      on: 'db2',
      says: /its applying thread/,
      provoke: on('db2', 'STOP SLAVE SQL_THREAD'),
      heal: on('db2', 'START SLAVE'),
    },
    {
      title: 'replication was not started after a restart',
      expects: 'replication/stopped',
      on: 'db2',
      says: /without an error/,
      provoke: () => star.restart('db2', ['--skip-slave-start']),
      heal: () => star.restart('db2'),
    },
    {
      title: 'somebody forgot to set replication up again',
      expects: 'replication/not-configured',
      on: 'db2',
      provoke: on('db2', 'STOP SLAVE; RESET SLAVE ALL'),
      heal: follow,
    },
    {
      title: 'a replica lags',
      expects: 'replication/lagging',
      on: 'db2',
      says: /Seconds_Behind_Master = \d{3}/,
      provoke: async () => {
        await star.sql('db2', 'STOP SLAVE SQL_THREAD');
        await star.sql(
          'db1',
          "SET timestamp = UNIX_TIMESTAMP() - 300; INSERT INTO shop.orders (what) VALUES ('old'); DO SLEEP(0.2)",
        );
        // The applying thread waits for this lock, with the old event in its hands.
        star.hold('db2', 'SET sql_log_bin = 0; LOCK TABLES shop.orders WRITE; DO SLEEP(60)');
        await new Promise((resolve) => setTimeout(resolve, 300));
        await star.sql('db2', 'START SLAVE SQL_THREAD');
      },
      heal: () => star.letGo('db2'),
    },
    {
      title: 'a replica is delayed on purpose',
      expects: 'replication/delayed',
      on: 'db2',
      says: /SQL_Delay = 3600/,
      provoke: change('MASTER_DELAY = 3600'),
      heal: change('MASTER_DELAY = 0'),
    },
    {
      title: 'a replica leaves a table out',
      expects: 'replication/filtered',
      on: 'db2',
      says: /Replicate_Ignore_Table = shop\.errors/,
      provoke: on('db2', "STOP SLAVE; SET GLOBAL replicate_ignore_table = 'shop.errors'; START SLAVE"),
      heal: on('db2', "STOP SLAVE; SET GLOBAL replicate_ignore_table = ''; START SLAVE"),
    },
    {
      title: 'clients may write to a replica',
      expects: 'replication/writable-replica',
      on: 'db2',
      says: /read_only = OFF/,
      provoke: on('db2', 'SET GLOBAL read_only = OFF'),
      heal: on('db2', 'SET GLOBAL read_only = ON'),
    },
    {
      title: 'nobody takes writes',
      expects: 'replication/no-writer',
      on: 'db1',
      provoke: on('db1', 'SET GLOBAL read_only = ON'),
      heal: on('db1', 'SET GLOBAL read_only = OFF'),
    },
    {
      title: 'two servers take writes where one should',
      expects: 'replication/two-writers',
      on: 'db1',
      provoke: async () => {
        await star.sql('db2', 'SET GLOBAL read_only = OFF');
        await star.sql('db1', `${star.source('10.0.1.2')}; START SLAVE`);
      },
      heal: async () => {
        await star.sql('db1', 'STOP SLAVE; RESET SLAVE ALL');
        await star.sql('db2', 'SET GLOBAL read_only = ON');
      },
    },
    {
      title: 'somebody wrote on a replica',
      expects: 'replication/diverged',
      on: 'db2',
      says: /0-2-/,
      provoke: on('db2', "INSERT INTO shop.orders (id, what) VALUES (700, 'astray')"),
      heal: async () => {
        await star.sql('db2', 'SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 700');
        await star.follow('db2');
      },
    },
    {
      title: 'the link is cut and nobody has noticed',
      expects: 'replication/link-dead',
      on: 'db2',
      says: /Slave_IO_Running = Yes/,
      provoke: async () => {
        await star.host('db2').check(['ip', 'address', 'delete', '10.0.1.2/24', 'dev', 'eth0']);
        await star.sql('db1', "INSERT INTO shop.orders (what) VALUES ('never arrives')");
      },
      heal: async () => {
        await star.host('db2').check(['ip', 'address', 'add', '10.0.1.2/24', 'dev', 'eth0']);
        await star.sql('db2', receive);
      },
    },
    {
      title: 'a replica in the middle does not pass rows on',
      expects: 'replication/chain-broken',
      on: 'db2',
      says: /log_slave_updates = OFF/,
      provoke: async () => {
        await star.restart('db2', ['--skip-log-slave-updates']);
        await star.sql('db3', `STOP SLAVE; RESET SLAVE ALL; ${star.source('10.0.1.2', 'no')}; START SLAVE`);
      },
      heal: async () => {
        await star.restart('db2');
        await both();
      },
    },
    {
      title: 'two sources write in one gtid_domain_id',
      expects: 'replication/gtid-domain-shared',
      on: 'db1',
      says: /db1 and db2 both write in gtid_domain_id 0/,
      provoke: async () => {
        await star.sql('db2', 'STOP SLAVE; RESET SLAVE ALL; SET GLOBAL read_only = OFF; CREATE DATABASE own');
        await star.sql('db3', `STOP SLAVE; ${star.source('10.0.1.2', 'slave_pos', 'second')}; START ALL SLAVES`);
      },
      heal: async () => {
        await star.sql('db2', 'SET sql_log_bin = 0; DROP DATABASE own; SET GLOBAL read_only = ON');
        await star.sql(
          'db3',
          "STOP ALL SLAVES; RESET SLAVE 'second' ALL; SET sql_log_bin = 0; DROP DATABASE IF EXISTS own",
        );
        await both();
      },
    },
    {
      title: 'strict GTIDs meet a write of the replica',
      expects: 'replication/diverged',
      on: 'db2',
      says: /1950/,
      provoke: async () => {
        await star.sql(
          'db2',
          "SET GLOBAL gtid_strict_mode = ON; STOP SLAVE; INSERT INTO shop.orders (id, what) VALUES (800, 'astray')",
        );
        await star.sql('db1', "INSERT INTO shop.orders (id, what) VALUES (801, 'regular')");
        await star.sql('db2', 'START SLAVE');
      },
      heal: async () => {
        await star.sql(
          'db2',
          "STOP SLAVE; SET GLOBAL gtid_strict_mode = OFF; SET sql_log_bin = 0; DELETE FROM shop.orders WHERE id = 800; INSERT IGNORE INTO shop.orders (id, what) VALUES (801, 'regular')",
        );
        await star.follow('db2');
      },
    },
    {
      title: 'a named connection has a wrong password',
      expects: 'replication/broken-auth',
      on: 'db2',
      says: /channel north.*1045/s,
      provoke: on(
        'db2',
        `STOP SLAVE; RESET SLAVE ALL; ${star.source('10.0.1.1', 'slave_pos', 'north').replace('secret', 'wrong')}; START ALL SLAVES`,
      ),
      heal: async () => {
        await star.sql('db2', "STOP ALL SLAVES; RESET SLAVE 'north' ALL");
        await star.follow('db2');
      },
    },
    {
      title: 'semi-synchronous replication has no replica',
      expects: 'replication/semi-sync-degraded',
      on: 'db1',
      says: /Rpl_semi_sync_master_clients = 0/i,
      provoke: on(
        'db1',
        'SET GLOBAL rpl_semi_sync_master_enabled = ON; SET GLOBAL rpl_semi_sync_master_timeout = 50; INSERT INTO shop.orders (what) VALUES ("alone")',
      ),
      heal: on('db1', 'SET GLOBAL rpl_semi_sync_master_enabled = OFF; SET GLOBAL rpl_semi_sync_master_timeout = 10000'),
    },
    {
      title: 'commits wait for a semi-synchronous replica that is not there',
      expects: 'replication/semi-sync-locked',
      on: 'db1',
      says: /Waiting for semi-sync ACK/,
      provoke: async () => {
        await star.sql(
          'db1',
          'SET GLOBAL rpl_semi_sync_master_timeout = 3600000; SET GLOBAL rpl_semi_sync_master_enabled = ON',
        );
        star.hold('db1', "INSERT INTO shop.orders (what) VALUES ('waits')");
      },
      heal: async () => {
        await star.sql(
          'db1',
          'SET GLOBAL rpl_semi_sync_master_enabled = OFF; SET GLOBAL rpl_semi_sync_master_timeout = 10000',
        );
        await star.letGo('db1');
      },
    },
    {
      title: 'a server is down',
      expects: 'database/down',
      on: 'db3',
      says: /ECONNREFUSED/,
      provoke: () => star.server('db3').stop('KILL'),
      heal: () => star.startAgain('db3'),
    },
    {
      title: 'a host is cut off',
      expects: 'host/unreachable',
      on: 'db3',
      provoke: () => star.lab.link('db3', 'down'),
      heal: async () => {
        await star.lab.link('db3', 'up');
        await star.sql('db3', receive);
      },
    },
    {
      title: 'a server has no connection left',
      expects: 'database/no-connections',
      on: 'db3',
      says: /1040/,
      provoke: async () => {
        await star.sql('db3', 'SET GLOBAL max_connections = 10');
        for (let session = 0; session < 12; session++) star.hold('db3', 'DO SLEEP(60)', 'app');
      },
      heal: async () => {
        await star.letGo('db3');
        await star.sql('db3', 'SET GLOBAL max_connections = 151');
      },
    },
    {
      title: 'our own account is refused',
      expects: 'database/denied',
      on: 'db3',
      says: /1045/,
      provoke: on('db3', "SET sql_log_bin = 0; ALTER USER quorate@'%' IDENTIFIED BY 'changed'"),
      heal: on('db3', `SET sql_log_bin = 0; ALTER USER quorate@'%' IDENTIFIED BY '${star.monitorPassword}'`),
    },
    {
      title: 'the source has blocked the address of a replica',
      expects: 'replication/broken-auth',
      on: 'db2',
      says: /1129/,
      provoke: async () => {
        await star.sql('db1', 'SET GLOBAL max_connect_errors = 1');
        const hangUp = 'for i in 1 2 3; do socat -u OPEN:/dev/null TCP:10.0.1.1:3306,bind=10.0.1.2; done; true';
        await star.host('db2').check(['sh', '-c', hangUp]);
        await star.sql('db2', receive);
      },
      heal: async () => {
        await star.sql('db1', 'FLUSH HOSTS; SET GLOBAL max_connect_errors = 100');
        await star.sql('db2', receive);
      },
    },
    {
      title: 'a newer replica demands a certificate its source does not have',
      expects: 'replication/broken-auth',
      on: 'db2',
      says: /2026/,
      provoke: change('MASTER_SSL = 1, MASTER_SSL_VERIFY_SERVER_CERT = 1'),
      heal: change('MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0'),
    },
  ];
}

/** Waits until a replica has received and applied what its source wrote. */
async function untilFollowed(star: MariadbStar, name: 'db2' | 'db3'): Promise<void> {
  const [row] = await star.sql('db1', 'SELECT @@gtid_binlog_pos AS position');
  await star.sql(name, `SELECT MASTER_GTID_WAIT('${row?.['position']}', 10) AS waited`);
}
