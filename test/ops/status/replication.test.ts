import assert from 'node:assert/strict';
import { judge } from '../../../server/core/ops/status/judge';
import type { Database, Row } from '../../../server/core/ops/status/observation';
import type { Verdict } from '../../../server/core/ops/status/verdict';
import { channel, clusterTarget, database, hostTarget, observation } from './rows';

const target = clusterTarget([hostTarget('db1', '10.0.0.1'), hostTarget('db2', '10.0.0.2')]);
const source = database({ variables: { server_id: '1', read_only: 'OFF' } });

/** What is said of a replica, db2, whose only channel has this row. */
function said(row: Row, replica: Partial<Database> = {}): Verdict[] {
  const variables = { server_id: '2', read_only: 'ON', ...replica.variables };
  const own = database({ ...replica, variables, channels: [row] });
  return judge(target, [observation('db1', source), observation('db2', own)]);
}

const ids = (verdicts: readonly Verdict[]): string[] => verdicts.map(({ id }) => id);

describe('a replica that is planned', () => {
  const plan = (...sources: string[]): typeof target => ({
    ...clusterTarget([hostTarget('db1', '10.0.0.1'), hostTarget('db2', '10.0.0.2'), hostTarget('db3', '10.0.0.3')]),
    planned: sources.map((name) => ({ source: name, replica: 'db3', channel: '' })),
  });
  const others = ['db1', 'db2'].map((name, index) =>
    observation(name, database({ variables: { server_id: String(index + 1), read_only: 'OFF' } })),
  );
  const missing = (planned: typeof target, ...rows: Row[]): string[] => {
    const own = database({ variables: { server_id: '3', read_only: 'ON' }, channels: rows });
    return judge(planned, [...others, observation('db3', own)])
      .filter(({ id }) => id === 'replication/not-configured')
      .map(({ summary }) => summary);
  };
  const from = (name: string, address: string): Row => channel({ Connection_name: name, Master_Host: address });

  it('is missed where its server replicates from nobody', () => {
    assert.deepEqual(missing(plan('db1')), ['db3 is a replica by its files, and replicates from nobody']);
    assert.deepEqual(missing(plan('db1'), from('', '10.0.0.1')), []);
    assert.deepEqual(missing(plan()), []);
  });

  it('is missed for each source it should have besides', () => {
    assert.deepEqual(missing(plan('db1', 'db2'), from('a', '10.0.0.1')), [
      'db3 does not replicate from db2, as its files plan',
    ]);
    assert.deepEqual(missing(plan('db1', 'db2'), from('a', '10.0.0.1'), from('b', '10.0.0.2')), []);
  });

  it('may follow another source than planned, which somebody chose', () => {
    assert.deepEqual(missing(plan('db1'), from('', '10.0.0.2')), []);
  });
});

describe('the state of a channel', () => {
  const io = (state: string, errno: number, error: string): Row =>
    channel({ Slave_IO_Running: state, Last_IO_Errno: String(errno), Last_IO_Error: error });
  const sql = (errno: number): Row =>
    channel({ Slave_SQL_Running: 'No', Last_SQL_Errno: String(errno), Last_SQL_Error: 'x' });
  const cases: readonly (readonly [string, Row, string])[] = [
    ['both threads run', channel({}), 'replication/healthy'],
    ['1045 while connecting', io('Connecting', 1045, 'Access denied'), 'replication/broken-auth'],
    ['1129 while connecting', io('Connecting', 1129, 'Host is blocked'), 'replication/broken-auth'],
    ['2003 while connecting', io('Connecting', 2003, "Can't connect"), 'replication/broken-network'],
    ['2013 while connecting', io('Connecting', 2013, 'Lost connection'), 'replication/broken-network'],
    ['1236 purged', io('No', 1236, 'the master has purged binary logs'), 'replication/broken-position'],
    ['1593 equal ids', io('No', 1593, 'equal MySQL server ids'), 'replication/broken-identity'],
    ['1955 other history', io('No', 1955, 'domain not in binlog'), 'replication/diverged'],
    ['an error nobody explained', io('No', 4242, 'strange'), 'replication/broken-receive'],
    ['1062', sql(1062), 'replication/broken-apply'],
    ['1032', sql(1032), 'replication/broken-apply'],
    ['1594', sql(1594), 'replication/broken-relay-log'],
    ['1950', sql(1950), 'replication/diverged'],
    ['both threads off', channel({ Slave_IO_Running: 'No', Slave_SQL_Running: 'No' }), 'replication/stopped'],
    ['connecting without an error', channel({ Slave_IO_Running: 'Connecting' }), 'replication/connecting'],
    ['30 s behind', channel({ Seconds_Behind_Master: '30' }), 'replication/lagging'],
    ['30 s behind, delayed by 30', channel({ Seconds_Behind_Master: '30', SQL_Delay: '30' }), 'replication/delayed'],
    ['an old error, long healed', channel({ Last_SQL_Errno: '1062' }), 'replication/healthy'],
  ];
  for (const [title, row, id] of cases)
    it(`is ${id} for ${title}`, () => assert.ok(ids(said(row)).includes(id), ids(said(row)).join()));

  it('reads the words of MySQL 5.7 and of 8.0.22 and later alike', () => {
    const modern: Row = {
      Channel_Name: 'north',
      Source_Host: '10.0.0.1',
      Source_Port: '3306',
      Replica_IO_Running: 'Connecting',
      Replica_SQL_Running: 'Yes',
      Last_IO_Errno: '2061',
      Last_IO_Error: 'requires secure connection',
      Last_SQL_Errno: '0',
      Seconds_Behind_Source: null,
    };
    const old = Object.fromEntries(
      Object.entries(modern).map(([name, value]) => [
        name.replace('Source', 'Master').replace('Replica', 'Slave'),
        value,
      ]),
    );
    for (const row of [modern, old]) {
      const [verdict] = said(row, { product: 'mysql' }).filter(({ id }) => id === 'replication/broken-auth');
      assert.equal(verdict?.subject, 'north');
      assert.match(verdict.summary, /10\.0\.0\.1:3306 \(channel north\): error 2061/);
      assert.ok(
        verdict.evidence.every(({ field }) => field in row),
        'evidence names fields the row does not have',
      );
    }
  });

  it('names the lines of both sides for equal ids', () => {
    const [verdict] = said(io('No', 1593, 'equal MySQL server ids'));
    assert.deepEqual(verdict?.causes, [
      { host: 'db2', program: 'database', name: 'server_id' },
      { host: 'db1', program: 'database', name: 'server_id' },
    ]);
  });

  it('takes the reason of a MySQL worker, and the time from the server', () => {
    const row = {
      ...channel({ Slave_SQL_Running: 'No', Last_SQL_Errno: '1062', Last_SQL_Error: 'see workers' }),
      Last_SQL_Error_Timestamp: '700101 00:10:00',
    };
    const workers = [{ CHANNEL_NAME: '', LAST_ERROR_NUMBER: '1032', LAST_ERROR_MESSAGE: "Can't find record" }];
    const [verdict] = said(row, { product: 'mysql', workers, clock: Date.UTC(2070, 0, 1, 0, 20) / 1000 });
    assert.match(verdict?.summary ?? '', /1032, Can't find record/);
    assert.equal(verdict?.since, 1_000_000 - 600_000);
  });
});

describe('what several servers show together', () => {
  it('is silent about a demoted source, which is behind nobody', () => {
    const state = { gtid_binlog_state: '0-1-10,0-2-20', server_id: '2', read_only: 'ON' };
    const own = database({ variables: state, channels: [channel({})] });
    const other = database({ variables: { server_id: '1', read_only: 'OFF', gtid_binlog_state: '0-2-20,0-1-31' } });
    const found = ids(judge(target, [observation('db1', other), observation('db2', own)]));
    assert.deepEqual(found, ['replication/healthy']);
  });

  it('says that a replica wrote, by its own server_id', () => {
    const state = { gtid_binlog_state: '0-1-10,0-2-11', server_id: '2', read_only: 'ON' };
    const own = database({ variables: state, channels: [channel({})] });
    const other = database({ variables: { server_id: '1', read_only: 'OFF', gtid_binlog_state: '0-1-10' } });
    const [first] = judge(target, [observation('db1', other), observation('db2', own)]);
    assert.equal(first?.id, 'replication/diverged');
    assert.match(first.summary, /0-2-11/);
  });

  it('does not call a source unknown to the files a missing writer', () => {
    const found = ids(
      judge(target, [
        observation(
          'db1',
          database({
            variables: { server_id: '1', read_only: 'ON' },
            channels: [channel({ Master_Host: '192.0.2.1' })],
          }),
        ),
        observation('db2', database({ variables: { server_id: '2', read_only: 'ON' }, channels: [channel({})] })),
      ]),
    );
    assert.ok(!found.includes('replication/no-writer'), found.join());
  });

  it('needs two looks to call a link dead', () => {
    const own = (position: string): Database =>
      database({ variables: { server_id: '2', read_only: 'ON' }, channels: [channel({ Gtid_IO_Pos: position })] });
    const at = (position: string): Database =>
      database({ variables: { server_id: '1', read_only: 'OFF', gtid_binlog_pos: position } });
    const look = (theirs: string, mine: string) => [observation('db1', at(theirs)), observation('db2', own(mine))];
    const stuck = judge(target, look('0-1-9', '0-1-5'), look('0-1-8', '0-1-5'));
    assert.ok(ids(stuck).includes('replication/link-dead'));
    assert.ok(!ids(judge(target, look('0-1-9', '0-1-5'))).includes('replication/link-dead'), 'one look is not enough');
    assert.ok(
      !ids(judge(target, look('0-1-9', '0-1-8'), look('0-1-8', '0-1-5'))).includes('replication/link-dead'),
      'it moves',
    );
  });

  it('tells a host that is off from a program that is down', () => {
    const trouble = (kind: 'timeout' | 'refused') =>
      ({ answered: false, trouble: { kind, code: undefined, message: 'no', asked: '10.0.0.2:3306' } }) as const;
    const off = judge(target, [observation('db1', source), { host: 'db2', at: 0, database: trouble('timeout') }]);
    assert.deepEqual(ids(off), ['host/unreachable']);
    const down = judge(target, [observation('db1', source), { host: 'db2', at: 0, database: trouble('refused') }]);
    assert.deepEqual(ids(down), ['database/down']);
  });
});
