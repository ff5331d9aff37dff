import type { GaleraLab } from './galera-lab';
import type { Fault } from './matrix';

/** Faults of three Galera nodes and the proxy before them. */
export function galeraFaults(lab: GaleraLab): Fault[] {
  const killTwo = async (): Promise<void> => {
    await Promise.all([lab.server('n2').stop('KILL'), lab.server('n3').stop('KILL')]);
  };
  const reviveTwo = async (): Promise<void> => {
    await lab.sql('n1', "SET GLOBAL wsrep_provider_options = 'pc.bootstrap=YES'");
    await lab.startAgain('n2');
    await lab.startAgain('n3');
  };
  return [
    {
      title: 'one node is stopped',
      expects: 'galera/node-missing',
      on: 'n3',
      says: /2 of 3 nodes/,
      provoke: () => lab.server('n3').stop(),
      heal: () => lab.startAgain('n3'),
    },
    {
      title: 'the last node of three has lost its quorum',
      expects: 'galera/non-primary',
      on: 'n1',
      says: /wsrep_ready = OFF/,
      provoke: killTwo,
      heal: reviveTwo,
    },
    {
      title: 'the proxy sends clients to a node without quorum',
      expects: 'haproxy/up-without-quorum',
      on: 'lb1',
      says: /n1.*non-Primary/,
      provoke: killTwo,
      heal: reviveTwo,
    },
    {
      title: 'a node was started with gcomm:// while the others run',
      expects: 'galera/split-brain',
      on: 'n3',
      says: /n3 against n1 and n2|n1 and n2 against n3/,
      provoke: async () => {
        await lab.server('n3').stop();
        await lab.lab.host('n3').check(['rm', '-f', '/var/lib/mysql/grastate.dat']);
        await lab.startAgain('n3', ['--wsrep-cluster-address=gcomm://', '--wsrep-new-cluster']);
      },
      heal: () => lab.restart('n3'),
    },
    {
      title: 'a node was taken out of flow control and forgotten',
      expects: 'galera/donor',
      on: 'n2',
      says: /wsrep_desync = ON/,
      provoke: () => lab.sql('n2', 'SET GLOBAL wsrep_desync = ON'),
      heal: () => lab.sql('n2', 'SET GLOBAL wsrep_desync = OFF'),
    },
    {
      title: 'a table is not InnoDB',
      expects: 'galera/unreplicated-table',
      on: 'n1',
      says: /shop\.old \(MyISAM\)/,
      provoke: () => lab.sql('n1', 'CREATE TABLE shop.old (id INT PRIMARY KEY) ENGINE = MyISAM'),
      heal: () => lab.sql('n1', 'DROP TABLE shop.old'),
    },
    {
      title: 'two nodes have one name',
      expects: 'galera/node-name-shared',
      on: 'n1',
      says: /n1 and n3/,
      provoke: () => lab.restart('n3', ['--wsrep-node-name=n1']),
      heal: () => lab.restart('n3'),
    },
    {
      title: 'innodb_autoinc_lock_mode is 1',
      expects: 'galera/autoinc-lock-mode',
      on: 'n3',
      provoke: () => lab.restart('n3', ['--innodb-autoinc-lock-mode=1']),
      heal: () => lab.restart('n3'),
    },
    {
      title: 'a node runs without Galera',
      expects: 'galera/not-a-node',
      on: 'n3',
      provoke: () => lab.restart('n3', ['--wsrep-on=OFF', '--wsrep-provider=none']),
      heal: () => lab.restart('n3'),
    },
    {
      title: 'the account of the check is missing',
      expects: 'haproxy/check-refused',
      on: 'lb1',
      says: /1045|1130|1698/,
      provoke: () => lab.sql('n1', "RENAME USER haproxy@'%' TO other@'%'"),
      heal: () => lab.sql('n1', "RENAME USER other@'%' TO haproxy@'%'"),
    },
    {
      title: 'every server of a pool is down',
      expects: 'haproxy/pool-down',
      on: 'lb1',
      says: /writers/,
      provoke: () => lab.sql('n1', "RENAME USER haproxy@'%' TO other@'%'"),
      heal: () => lab.sql('n1', "RENAME USER other@'%' TO haproxy@'%'"),
    },
    {
      title: 'the database behind the proxy is down',
      expects: 'haproxy/server-down',
      on: 'lb1',
      says: /L4CON/,
      provoke: () => lab.server('n3').stop(),
      heal: () => lab.startAgain('n3'),
    },
    {
      title: 'a server was taken out of the pool by hand',
      expects: 'haproxy/maintenance',
      on: 'lb1',
      says: /MAINT/,
      provoke: () => lab.command('set server writers/n3 state maint'),
      heal: () => lab.command('set server writers/n3 state ready'),
    },
    {
      title: 'the pool is served by a backup server',
      expects: 'haproxy/on-backup',
      on: 'lb1',
      provoke: () => lab.command('set server writers/n1 state maint'),
      heal: () => lab.command('set server writers/n1 state ready'),
    },
    {
      title: 'writes go to a node that is read-only',
      expects: 'haproxy/writes-to-reader',
      on: 'lb1',
      says: /n1.*read_only = ON/s,
      provoke: () => lab.sql('n1', 'SET GLOBAL read_only = ON'),
      heal: () => lab.sql('n1', 'SET GLOBAL read_only = OFF'),
    },
    {
      title: 'a node is being given a copy of all data',
      expects: 'galera/joining',
      on: 'n3',
      says: /from n[12]: about \d+ % of the data/,
      provoke: async () => {
        await lab.sql(
          'n1',
          `CREATE TABLE shop.large (id INT AUTO_INCREMENT PRIMARY KEY, text LONGTEXT);
          INSERT INTO shop.large (text) SELECT REPEAT(MD5(seq), 6000) FROM shop.seq_1_to_40`,
        );
        await lab.limit('20mbit');
        await lab.rejoin('n3');
      },
      heal: async () => {
        await lab.limit(undefined);
        await lab.rejoined();
        await lab.sql('n1', 'DROP TABLE shop.large');
      },
    },
    {
      title: 'a node has another cluster name',
      expects: 'galera/node-missing',
      on: 'n3',
      says: /A node with the cluster name other calls it/,
      provoke: () => lab.startInVain('n3', ['--wsrep-cluster-name=other']),
      heal: () => lab.startAnew('n3'),
    },
    {
      title: 'a node replicates statements',
      expects: 'database/down',
      on: 'n3',
      says: /does not start with binlog_format = STATEMENT/,
      provoke: () => lab.startInVain('n3', ['--binlog-format=STATEMENT']),
      heal: () => lab.startAnew('n3'),
    },
    {
      title: 'the proxy is down',
      expects: 'haproxy/down',
      on: 'lb1',
      provoke: () => lab.stopProxy(),
      heal: () => lab.startProxy(),
    },
  ];
}
