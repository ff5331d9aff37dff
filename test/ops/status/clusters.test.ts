import assert from 'node:assert/strict';
import { judge } from '../../../server/core/ops/status/judge';
import type { Database, HostObservation, Row } from '../../../server/core/ops/status/observation';
import type { Verdict } from '../../../server/core/ops/status/verdict';
import { clusterTarget, database, hostTarget, observation } from './rows';

const ids = (verdicts: readonly Verdict[]): string[] => verdicts.map(({ id }) => id);

// Rows as performance_schema.replication_group_members of MySQL 8.0 has them, which cannot be had as a package; a group
// of MySQL 9.7 runs in the lab.
describe('Group Replication, from recorded rows', () => {
  const target = clusterTarget(
    [hostTarget('g1', '10.0.0.1'), hostTarget('g2', '10.0.0.2'), hostTarget('g3', '10.0.0.3')],
    'several',
  );
  const member = (id: string, state: string, role: string): Row => ({
    MEMBER_ID: id,
    MEMBER_HOST: id,
    MEMBER_PORT: '3306',
    MEMBER_STATE: state,
    MEMBER_ROLE: role,
  });
  const server = (id: string, groupMembers: readonly Row[]): Database =>
    database({
      product: 'mysql',
      version: '8.0.36',
      variables: { server_uuid: id, group_replication_group_name: 'g', group_replication_single_primary_mode: 'ON' },
      groupMembers,
    });
  const all = (states: readonly (readonly [string, string, string])[]): Row[] => states.map((each) => member(...each));
  const well = all([
    ['g1', 'ONLINE', 'PRIMARY'],
    ['g2', 'ONLINE', 'SECONDARY'],
    ['g3', 'ONLINE', 'SECONDARY'],
  ]);
  const look = (views: Readonly<Record<string, readonly Row[]>>): Verdict[] =>
    judge(
      target,
      Object.entries(views).map(([name, rows]) => observation(name, server(name, rows))),
    );

  it('is silent about a group that is well', () => assert.deepEqual(look({ g1: well, g2: well, g3: well }), []));

  it('says who has no majority', () => {
    const alone = all([
      ['g1', 'ONLINE', 'PRIMARY'],
      ['g2', 'UNREACHABLE', 'SECONDARY'],
      ['g3', 'UNREACHABLE', 'SECONDARY'],
    ]);
    const [first] = look({ g1: alone });
    assert.equal(first?.id, 'group/blocked');
    assert.match(first.summary, /g2 and g3/);
  });

  it('says how much of a clone a member has', () => {
    const rows = all([
      ['g1', 'ONLINE', 'PRIMARY'],
      ['g2', 'RECOVERING', 'SECONDARY'],
    ]);
    const stage = (name: string, state: string, estimate: number, data: number): Row => ({
      STAGE: name,
      STATE: state,
      ESTIMATE: String(estimate),
      DATA: String(data),
    });
    const cloneStages = [stage('DROP DATA', 'Completed', 0, 0), stage('FILE COPY', 'In Progress', 4000, 1000)];
    const [first] = judge(target, [
      observation('g1', server('g1', rows)),
      observation('g2', { ...server('g2', rows), cloneStages }),
    ]);
    assert.deepEqual([first?.id, first?.progress], ['group/recovering', 0.25]);
    assert.match(first?.summary ?? '', /: 25 % of the data are copied$/);
  });

  it('says who left after an error, who recovers, and that nobody is primary', () => {
    const rows = all([
      ['g1', 'ONLINE', 'SECONDARY'],
      ['g2', 'RECOVERING', 'SECONDARY'],
      ['g3', 'ERROR', ''],
    ]);
    assert.deepEqual(ids(look({ g1: rows, g2: rows, g3: rows })).sort(), [
      'group/error',
      'group/no-primary',
      'group/recovering',
    ]);
  });

  it('says that the group has parted', () => {
    const one = all([['g1', 'ONLINE', 'PRIMARY']]);
    const others = all([
      ['g2', 'ONLINE', 'PRIMARY'],
      ['g3', 'ONLINE', 'SECONDARY'],
    ]);
    assert.ok(ids(look({ g1: one, g2: others, g3: others })).includes('group/split-brain'));
  });
});

describe('flow control of Galera', () => {
  const target = clusterTarget([hostTarget('n1', '10.0.0.1')], 'several');
  const node = (paused: number, at: number): HostObservation =>
    observation(
      'n1',
      database({
        variables: { wsrep_on: 'ON', wsrep_provider: '/usr/lib/galera/libgalera_smm.so' },
        status: {
          wsrep_cluster_status: 'Primary',
          wsrep_ready: 'ON',
          wsrep_local_state_comment: 'Synced',
          wsrep_flow_control_paused_ns: String(paused),
        },
      }),
      at,
    );

  it('is judged by what was added since the last look, not by averages', () => {
    const before = [node(9e12, 0)];
    assert.deepEqual(ids(judge(target, [node(9e12, 1000)], before)), []);
    assert.deepEqual(
      judge(target, [node(9e12 + 0.1e9, 1000)], before).map(({ level }) => level),
      ['degraded'],
    );
    assert.deepEqual(
      judge(target, [node(9e12 + 0.5e9, 1000)], before).map(({ level }) => level),
      ['critical'],
    );
  });

  it('is not asked of a server whose counters say Disconnected because it is no node', () => {
    const plain = database({
      variables: { wsrep_on: 'OFF' },
      status: { wsrep_cluster_status: 'Disconnected', wsrep_ready: 'OFF' },
    });
    assert.deepEqual(judge(target, [observation('n1', plain)]), []);
  });
});

describe('a virtual address under Pacemaker', () => {
  it('must not be on a read-only database', () => {
    const target = clusterTarget([hostTarget('db1', '10.0.0.1'), hostTarget('db2', '10.0.0.2')]);
    const pacemaker = {
      summary: { quorate: true, controller: 'db1', stonith: true, maintenance: false, noQuorumPolicy: 'stop' },
      nodes: [],
      resources: [{ id: 'vip', resource_agent: 'ocf:heartbeat:IPaddr2', role: 'Started', nodes: 'db2' }],
      failures: [],
      bans: [],
      failCounts: [],
    };
    const hosts = (readOnly: string): HostObservation[] => [
      { ...observation('db1', database()), pacemaker: { answered: true, value: pacemaker } },
      observation('db2', database({ variables: { read_only: readOnly } })),
    ];
    assert.deepEqual(ids(judge(target, hosts('ON'))), ['pacemaker/address-on-reader']);
    assert.deepEqual(ids(judge(target, hosts('OFF'))), []);
  });
});
