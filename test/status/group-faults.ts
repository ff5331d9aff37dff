import type { GroupHost, GroupLab } from './group-lab';
import type { Fault } from './matrix';

/** Faults of three members of a group. */
export function groupFaults(lab: GroupLab): Fault[] {
  const link = (names: readonly GroupHost[], state: 'up' | 'down'): Promise<unknown> =>
    Promise.all(names.map((name) => lab.lab.link(name, state)));
  const locally = (statements: string): string =>
    `SET sql_log_bin = 0; SET GLOBAL super_read_only = OFF; ${statements}; SET sql_log_bin = 1`;
  const fail = async (action: string, row: number): Promise<void> => {
    await lab.sql(
      'my3',
      `SET GLOBAL group_replication_exit_state_action = ${action}; ${locally('DROP TABLE shop.orders')}`,
    );
    await lab.sql('my1', `INSERT INTO shop.orders VALUES (${row})`);
  };
  const heal = (): Promise<void> =>
    lab.sql(
      'my3',
      `STOP GROUP_REPLICATION; ${locally('CREATE TABLE shop.orders (id INT PRIMARY KEY)')};
      SET GLOBAL offline_mode = OFF; START GROUP_REPLICATION`,
    );
  return [
    {
      title: 'a member has left its group',
      expects: 'group/offline',
      on: 'my3',
      provoke: () => lab.sql('my3', 'STOP GROUP_REPLICATION'),
      heal: () => lab.sql('my3', 'START GROUP_REPLICATION'),
    },
    {
      title: 'a member cannot apply what the others wrote',
      expects: 'group/error',
      on: 'my3',
      says: /MEMBER_STATE = ERROR/,
      provoke: () => fail('READ_ONLY', 1),
      heal,
    },
    {
      title: 'a member went offline after an error',
      expects: 'database/offline-mode',
      on: 'my3',
      says: /leave group on failure/,
      provoke: () => fail('OFFLINE_MODE', 2),
      heal,
    },
    {
      title: 'the server of a member is down',
      expects: 'group/member-missing',
      on: 'my3',
      says: /2 of 3 members/,
      provoke: () => lab.stopServer('my3'),
      heal: async () => {
        await lab.startServer('my3');
        await lab.sql('my3', 'START GROUP_REPLICATION');
      },
    },
    {
      title: 'a member is cut off',
      expects: 'group/member-unreachable',
      on: 'my1',
      says: /10\.0\.0\.3:3306 = UNREACHABLE/,
      provoke: () => link(['my3'], 'down'),
      heal: () => link(['my3'], 'up'),
    },
    {
      title: 'two of three members are cut off',
      expects: 'group/blocked',
      on: 'my1',
      says: /has no majority/,
      provoke: () => link(['my2', 'my3'], 'down'),
      heal: () => link(['my2', 'my3'], 'up'),
    },
    {
      title: 'a member began a group of its own',
      expects: 'group/split-brain',
      on: 'my1',
      says: /my3/,
      provoke: async () => {
        await lab.sql('my3', 'STOP GROUP_REPLICATION');
        await lab.begin('my3');
      },
      heal: () => lab.sql('my3', 'STOP GROUP_REPLICATION; START GROUP_REPLICATION'),
    },
  ];
}
