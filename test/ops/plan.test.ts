import assert from 'node:assert/strict';
import type { DesiredCluster, DesiredFile, DesiredHost, Program } from '../../server/core/ops/desired';
import type { ObservedHost, ObservedServer } from '../../server/core/ops/observed';
import { hostKey, type Plan, type PlanChoices, planDeploy, planRestart } from '../../server/core/ops/plan';

const plain: PlanChoices = { noRestart: false, overwriteDrift: false, withErrors: false, restartCorosync: false };
const path = '/etc/file.cnf';

const file = (program: Program, digest = 'new'): DesiredFile => ({
  source: 'file.cnf',
  path,
  program,
  content: '',
  digest,
  isSecret: false,
});
const host = (name: string, program: Program, roles: readonly string[] = []): DesiredHost => ({
  name,
  access: { name },
  roles,
  addresses: [],
  files: [file(program)],
});
const seen = (name: string, program: Program, more: Partial<ObservedHost> = {}): ObservedHost => ({
  name,
  files: [
    {
      path,
      found: {
        real: path,
        digest: 'old',
        access: { owner: 'root', group: 'root', mode: '644', label: undefined, acl: [] },
        content: '',
        isMount: false,
      },
      deployed: undefined,
    },
  ],
  programs: [{ program, version: '1', service: program, isRunning: true, owner: undefined }],
  lock: undefined,
  unfinished: undefined,
  server: undefined,
  changedOptions: [],
  changedKeys: [],
  recreated: undefined,
  addresses: [],
  proxied: [],
  removedServers: [],
  orchestrated: [],
  pacemaker: undefined,
  ...more,
});
const server = (more: Partial<ObservedServer> = {}): ObservedServer => ({
  dynamic: { max_connections: 'global', sql_mode: 'session', read_only: 'global' },
  values: { max_connections: '100', sql_mode: 'ANSI' },
  readOnly: true,
  replicas: 0,
  isReplica: false,
  galera: undefined,
  group: undefined,
  ...more,
});
const planOf = (
  hosts: readonly DesiredHost[],
  found: readonly ObservedHost[],
  choices: Partial<PlanChoices> = {},
): Plan => {
  const cluster: DesiredCluster = { name: 'c', kinds: [], hosts, stops: [] };
  return planDeploy([cluster], new Map(found.map((each) => [hostKey('c', each.name), each])), { ...plain, ...choices });
};
const unitsOf = (plan: Plan): string[] =>
  (plan.clusters[0]?.units ?? []).map(
    (unit) => `${unit.hosts.map(({ name }) => name).join('+')} ${unit.activation.kind}`,
  );

describe('the plan of a deploy', () => {
  it('does nothing where nothing differs', () => {
    const plan = planOf([{ ...host('a', 'haproxy'), files: [file('haproxy', 'old')] }], [seen('a', 'haproxy')]);
    assert.deepEqual(unitsOf(plan), []);
    assert.deepEqual(plan.clusters[0]?.unchanged, ['a']);
  });

  it('takes the cheapest way that makes every change count', () => {
    const changed = (name: string, after: string | undefined, choices = {}): Plan => {
      const changedOptions = [{ name, before: '1', after }];
      return planOf([host('a', 'database')], [seen('a', 'database', { server: server(), changedOptions })], choices);
    };
    assert.deepEqual(unitsOf(changed('max_connections', '1k')), ['a set-global']);
    assert.deepEqual(changed('max_connections', '1k').clusters[0]?.units[0]?.activation.statements, [
      'SET GLOBAL max_connections = 1024;',
    ]);
    assert.deepEqual(changed('sql_mode', "it's").clusters[0]?.units[0]?.activation, {
      kind: 'set-global',
      reason: 'sql_mode can be changed at run time',
      statements: ["SET GLOBAL sql_mode = 'it''s';"],
      undo: ["SET GLOBAL sql_mode = 'ANSI';"],
    });
    assert.equal(changed('sql_mode', 'x').clusters[0]?.units[0]?.effects[0]?.effect, 'new sessions');
    // Never at run time, though the server would allow it: it would move the writer.
    assert.deepEqual(unitsOf(changed('read_only', '0')), ['a restart']);
    assert.deepEqual(unitsOf(changed('max_connections', undefined)), ['a restart']);
    assert.deepEqual(unitsOf(changed('log_bin', 'x', { noRestart: true })), ['a nothing']);
    const stopped = seen('a', 'database', { programs: [], changedOptions: [{ name: 'x', before: '', after: '1' }] });
    assert.deepEqual(unitsOf(planOf([host('a', 'database')], [stopped])), ['a nothing']);
    assert.deepEqual(unitsOf(planOf([host('a', 'haproxy')], [seen('a', 'haproxy')])), ['a reload']);
  });

  it('takes replicas before their source, the writer last and with a question, proxies behind all', () => {
    const changedOptions = [{ name: 'log_bin', before: undefined, after: 'x' }];
    const database = (name: string, more: Partial<ObservedServer>): ObservedHost =>
      seen(name, 'database', { server: server(more), changedOptions });
    const plan = planOf(
      [host('lb', 'haproxy'), host('w', 'database', ['source']), host('mid', 'database'), host('leaf', 'database')],
      [
        seen('lb', 'haproxy'),
        database('w', { readOnly: false, replicas: 1 }),
        database('mid', { isReplica: true, replicas: 1 }),
        database('leaf', { isReplica: true }),
      ],
    );
    assert.deepEqual(unitsOf(plan), ['leaf restart', 'mid restart', 'w restart', 'lb reload']);
    assert.deepEqual(
      plan.clusters[0]?.units.map((unit) => unit.restartsWriter),
      [false, false, true, false],
    );
  });

  it('never puts two Galera nodes into one unit, and donors come last', () => {
    const galera = (state: string): Partial<ObservedHost> => ({
      server: server({ galera: { state, uuid: 'u', size: 3 } }),
      changedOptions: [{ name: 'wsrep_slave_threads', before: '1', after: '2' }],
    });
    const plan = planOf(
      ['a', 'b', 'c'].map((name) => host(name, 'database')),
      [
        seen('a', 'database', galera('Donor/Desynced')),
        seen('b', 'database', galera('Synced')),
        seen('c', 'database', galera('Synced')),
      ],
    );
    assert.deepEqual(unitsOf(plan), ['b restart', 'c restart', 'a restart']);
  });

  it('does not restart the only node of a Galera cluster', () => {
    const lonely = seen('a', 'database', {
      server: server({ galera: { state: 'Synced', uuid: 'u', size: 1 } }),
      changedOptions: [{ name: 'log_bin', before: undefined, after: 'x' }],
    });
    assert.match(planOf([host('a', 'database')], [lonely]).stops[0]?.message ?? '', /only node of its Galera cluster/);
    assert.deepEqual(planOf([host('a', 'database')], [lonely], { noRestart: true }).stops, []);
  });

  it('changes corosync on all nodes as one, and stops where only stopping the cluster would do', () => {
    const nodes = ['a', 'b'].map((name) => host(name, 'corosync'));
    const found = (key: string): ObservedHost[] =>
      ['a', 'b'].map((name) => seen(name, 'corosync', { changedKeys: [key] }));
    assert.deepEqual(unitsOf(planOf(nodes, found('totem.token'))), ['a+b reload']);
    assert.deepEqual(planOf(nodes, found('totem.token')).stops, []);
    assert.match(planOf(nodes, found('totem.transport')).stops[0]?.message ?? '', /totem.transport counts only after/);
    assert.deepEqual(planOf(nodes, found('totem.transport'), { noRestart: true }).stops, []);
    assert.equal(planOf(nodes, found('totem.token').slice(1)).stops[0]?.kind, 'unreachable');
  });

  it('stops at drift, locks, unfinished trials and mounts', () => {
    const stopsAt = (more: Partial<ObservedHost>, choices = {}): string[] =>
      planOf([host('a', 'haproxy')], [seen('a', 'haproxy', more)], choices).stops.map((stop) => stop.kind);
    const [there] = seen('a', 'haproxy').files;
    assert.deepEqual(stopsAt({}), []);
    const drifted = { files: [{ ...there!, deployed: 'other' }] };
    assert.deepEqual(stopsAt(drifted), ['drift']);
    assert.deepEqual(stopsAt(drifted, { overwriteDrift: true }), []);
    assert.deepEqual(stopsAt({ lock: { owner: 'me', secondsLeft: 3 } }), ['locked']);
    assert.deepEqual(stopsAt({ unfinished: 'x' }), ['unfinished']);
    // Somebody is in the middle of it.
    assert.deepEqual(stopsAt({ unfinished: 'x', lock: { owner: 'me', secondsLeft: 3 } }), ['locked']);
  });

  it('makes a container anew for its compose file, and says what that does to sessions', () => {
    const anew = (program: 'database' | 'haproxy', choices = {}): Plan => {
      const owner = { kind: 'container', name: 'x-1', service: 'x', node: '', isClone: false, transition: [] } as const;
      const programs = [{ program, version: '1', service: undefined, isRunning: true, owner }];
      return planOf(
        [host('a', program)],
        [seen('a', program, { programs, recreated: { program, options: [] } })],
        choices,
      );
    };
    assert.deepEqual(unitsOf(anew('database')), ['a restart']);
    assert.match(anew('database').clusters[0]?.units[0]?.activation.reason ?? '', /another container of x/);
    assert.deepEqual(unitsOf(anew('haproxy')), ['a restart']);
    assert.match(anew('haproxy').clusters[0]?.units[0]?.interruption ?? '', /its sessions are cut/);
    assert.deepEqual(unitsOf(anew('haproxy', { noRestart: true })), ['a nothing']);
  });

  it('writes over what is mounted, and restarts in order without any file', () => {
    const [there] = seen('a', 'haproxy').files;
    const mounted = seen('a', 'haproxy', { files: [{ ...there!, found: { ...there!.found!, isMount: true } }] });
    assert.equal(planOf([host('a', 'haproxy')], [mounted]).clusters[0]?.units[0]?.hosts[0]?.files[0]?.inPlace, true);
    const found = [
      seen('w', 'database', { server: server({ readOnly: false, replicas: 1 }) }),
      seen('r', 'database', { server: server({ isReplica: true }) }),
      seen('lb', 'haproxy', { proxied: [{ name: 'db/r', address: '10.0.0.2' }] }),
    ];
    const hosts = [host('w', 'database'), { ...host('r', 'database'), addresses: ['10.0.0.2'] }, host('lb', 'haproxy')];
    const desired: DesiredCluster = { name: 'c', kinds: [], hosts, stops: [] };
    const plan = planRestart([desired], new Map(found.map((each) => [hostKey('c', each.name), each])), undefined);
    assert.deepEqual(unitsOf(plan), ['r restart', 'w restart', 'lb reload']);
    assert.deepEqual(
      plan.clusters[0]?.units.map((unit) => unit.suspensions.map(({ kind, host: by }) => `${kind} by ${by}`)),
      [['drain by lb'], [], []],
    );
    assert.deepEqual(plan.clusters[0]?.units[1]?.restartsWriter, true);
  });

  it('switches semi-synchronous replication off on the source first, and not on its last replica alone', () => {
    const on = (name: string): Record<string, string> => ({ [name]: 'ON' });
    const off = (name: string): ObservedHost['changedOptions'] => [{ name, before: 'ON', after: 'OFF' }];
    const source = (more: Partial<ObservedHost>): ObservedHost =>
      seen('s', 'database', {
        server: server({ readOnly: false, replicas: 1, values: on('rpl_semi_sync_master_enabled') }),
        ...more,
      });
    const replica = seen('r', 'database', {
      server: server({ isReplica: true, values: on('rpl_semi_sync_slave_enabled') }),
      changedOptions: off('rpl_semi_sync_slave_enabled'),
    });
    const hosts = [host('r', 'database'), host('s', 'database')];
    const both = planOf(hosts, [replica, source({ changedOptions: off('rpl_semi_sync_master_enabled') })]);
    assert.deepEqual(unitsOf(both), ['s restart', 'r restart']);
    assert.deepEqual(both.stops, []);
    const alone = planOf([hosts[0]!, { ...hosts[1]!, files: [] }], [replica, source({})]);
    assert.match(alone.stops[0]?.message ?? '', /r would no longer be one: every commit would wait/);
  });

  it('takes secondaries of a group before its primary', () => {
    const member = (name: string, role: string): ObservedHost =>
      seen(name, 'database', {
        server: server({ readOnly: role !== 'PRIMARY', group: { role, state: 'ONLINE' } }),
        changedOptions: [{ name: 'log_bin', before: undefined, after: 'x' }],
      });
    const plan = planOf(
      ['p', 'a', 'b'].map((name) => host(name, 'database')),
      [member('p', 'PRIMARY'), member('a', 'SECONDARY'), member('b', 'SECONDARY')],
    );
    assert.deepEqual(unitsOf(plan), ['a restart', 'b restart', 'p restart']);
    assert.equal(plan.clusters[0]?.units[2]?.restartsWriter, true);
  });

  it('lets a running corosync take a new key over where its release can, and restarts all nodes when told to', () => {
    const key = { ...file('corosync'), isSecret: true };
    const nodes = ['a', 'b'].map((name) => ({ ...host(name, 'corosync'), files: [key] }));
    const found = (version: string): ObservedHost[] =>
      ['a', 'b'].map((name) =>
        seen(name, 'corosync', {
          programs: [{ program: 'corosync', version, service: 'corosync', isRunning: true, owner: undefined }],
          pacemaker: { isInMaintenance: false },
        }),
      );
    const now = "Corosync Cluster Engine, version '3.1.7'";
    assert.deepEqual(unitsOf(planOf(nodes, found(now))), ['a+b reload']);
    const old = "Corosync Cluster Engine, version '3.0.1'";
    assert.match(planOf(nodes, found(old)).stops[0]?.message ?? '', /the key counts only after/);
    const restarted = planOf(nodes, found(old), { restartCorosync: true });
    assert.deepEqual(unitsOf(restarted), ['a+b restart']);
    assert.deepEqual(restarted.stops, []);
    assert.deepEqual(
      restarted.clusters[0]?.units[0]?.suspensions.map(({ kind, host: by }) => `${kind} by ${by}`),
      ['maintenance by a'],
    );
  });
});
