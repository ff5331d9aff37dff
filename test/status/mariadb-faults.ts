import type { MariadbStar, StarHost } from './mariadb-star';
import type { Fault } from './matrix';

/** Faults of a source, db1, and its replicas db2 and db3. */
export function mariadbFaults(star: MariadbStar): Fault[] {
  const change = (what: string) => (): Promise<unknown> => star.change('db2', what);

  const withServerId = (name: StarHost, id: number): Promise<unknown> =>
    star.sql(name, `STOP SLAVE; SET GLOBAL server_id = ${id}; START SLAVE`);
  return [
    {
      title: 'a replica has the server_id of its source',
      expects: 'replication/broken-identity',
      on: 'db2',
      says: /1593/,
      provoke: () => withServerId('db2', 1),
      heal: () => withServerId('db2', 2),
    },
    {
      title: 'two replicas share a server_id',
      expects: 'replication/server-id-shared',
      on: 'db2',
      says: /db2 and db3 .* server_id 2/,
      provoke: () => withServerId('db3', 2),
      heal: () => withServerId('db3', 3),
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
      title: 'the source writes no binary log',
      expects: 'replication/broken-position',
      on: 'db2',
      says: /1236.*Binary log is not open/s,
      provoke: () => star.restart('db1', ['--skip-log-bin']),
      heal: async () => {
        await star.restart('db1');
        await Promise.all([star.follow('db2'), star.follow('db3')]);
      },
    },
  ];
}
