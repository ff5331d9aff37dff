import { isVariableOn, listed, type ObservedCluster, type Server, variable } from '../cluster';
import type { Row } from '../observation';
import type { Evidence, Level, Verdict } from '../verdict';

/** Group Replication: what each member says of itself and of the others (performance_schema.replication_group_members). */
export function* groupReplication(cluster: ObservedCluster): Generator<Verdict> {
  const servers = cluster.servers.filter(
    ({ database }) => (database.variables['group_replication_group_name'] ?? '') !== '',
  );
  for (const server of servers) yield* ownState(server);
  for (const server of servers) yield* lostMajority(server);
  yield* partitions(servers);
  yield* missing(cluster, servers);
}

const states: Readonly<Record<string, { level: Level; what: string; next: string }>> = {
  RECOVERING: {
    level: 'degraded',
    what: 'is catching up with its group and takes no part yet',
    next: 'Wait; SHOW REPLICA STATUS FOR CHANNEL "group_replication_recovery" shows what it reads.',
  },
  OFFLINE: {
    level: 'critical',
    what: 'is not in its group',
    next: 'START GROUP_REPLICATION, and read the error log if it does not stay.',
  },
  ERROR: {
    level: 'critical',
    what: 'has left its group after an error',
    next: 'Read its error log for the transaction that failed; set it up anew (clone) when its data differ.',
  },
};

const view = (server: Server): readonly Row[] => server.database.groupMembers;

function own(server: Server): Row | undefined {
  return view(server).find((row) => row['MEMBER_ID'] === server.database.variables['server_uuid']);
}

function* ownState(server: Server): Generator<Verdict> {
  const state = own(server)?.['MEMBER_STATE'] ?? 'OFFLINE';
  const known = states[state];
  if (!known) return;
  const copied = state === 'RECOVERING' ? copiedShare(server) : undefined;
  yield {
    id: `group/${state.toLowerCase()}`,
    level: known.level,
    program: 'database',
    hosts: [server.name],
    summary: `${server.name} ${known.what}${copied === undefined ? '' : `: ${Math.round(copied * 100)} % of the data are copied`}`,
    progress: copied,
    evidence: [
      { host: server.name, field: 'MEMBER_STATE', value: state },
      ...(state === 'RECOVERING' ? queueOf(server) : []),
      variable(server, 'group_replication_start_on_boot'),
    ],
    means: 'Its rows are not those of the group at this moment.',
    next: known.next,
    causes: [{ host: server.name, program: 'database', name: 'group_replication_start_on_boot' }],
  };
}

/** How much of a clone is there (performance_schema.clone_progress); undefined when none is under way. */
function copiedShare({ database: { cloneStages = [] } }: Server): number | undefined {
  if (!cloneStages.some((row) => row['STATE'] === 'In Progress')) return undefined;
  const sum = (column: string): number => cloneStages.reduce((all, row) => all + Number(row[column] ?? 0), 0);
  const whole = sum('ESTIMATE');
  return whole > 0 ? Math.min(0.99, sum('DATA') / whole) : undefined;
}

/** What a member that catches up still has to apply. */
function queueOf(server: Server): Evidence[] {
  const field = 'COUNT_TRANSACTIONS_REMOTE_IN_APPLIER_QUEUE';
  const value = own(server)?.[field];
  return value === undefined || value === null ? [] : [{ host: server.name, field, value }];
}

/** Members that nobody of the group sees any more, and that do not say so themselves. */
function* missing(cluster: ObservedCluster, servers: readonly Server[]): Generator<Verdict> {
  const expected = cluster.target.hosts.filter(({ database }) => database?.group);
  const largest = servers
    .filter((server) => own(server)?.['MEMBER_STATE'] === 'ONLINE')
    .sort((a, b) => view(b).length - view(a).length)[0];
  if (!largest || view(largest).length >= expected.length) return;
  const answering = new Set(servers.map(({ name }) => name));
  const lost = expected.map(({ name }) => name).filter((name) => !answering.has(name));
  if (lost.length === 0) return;
  yield {
    id: 'group/member-missing',
    level: view(largest).length < 3 && expected.length > 2 ? 'critical' : 'degraded',
    program: 'database',
    hosts: lost,
    summary: `the group has ${view(largest).length} of ${expected.length} members; ${listed(lost)} ${lost.length > 1 ? 'are' : 'is'} missing`,
    evidence: evidenceOf(largest),
    means:
      view(largest).length < 3
        ? 'With two members or one no further loss can be borne: a group needs a majority of those it has.'
        : 'The group works with less reserve.',
    next: `Look why ${listed(lost)} ${lost.length > 1 ? 'do' : 'does'} not run or take part: error log, network, group_replication_group_seeds.`,
    causes: lost.map((host) => ({ host, program: 'database' as const, name: 'group_replication_start_on_boot' })),
  };
}

function evidenceOf(server: Server): Evidence[] {
  return view(server).map((row) => ({
    host: server.name,
    field: `member ${row['MEMBER_HOST']}:${row['MEMBER_PORT']}`,
    value: [row['MEMBER_STATE'], row['MEMBER_ROLE']].filter(Boolean).join(' '),
  }));
}

function* lostMajority(server: Server): Generator<Verdict> {
  const members = view(server);
  const lost = members.filter((row) => row['MEMBER_STATE'] === 'UNREACHABLE');
  if (lost.length === 0) return;
  const isBlocked = lost.length * 2 >= members.length;
  yield {
    id: isBlocked ? 'group/blocked' : 'group/member-unreachable',
    level: isBlocked ? 'critical' : 'degraded',
    program: 'database',
    hosts: [server.name],
    summary: `${server.name} does not reach ${listed(lost.map((row) => row['MEMBER_HOST'] ?? ''))}${isBlocked ? ' and has no majority' : ''}`,
    evidence: evidenceOf(server),
    means: isBlocked
      ? 'Writes hang until the others are back: a member that says ONLINE is of no use without a majority.'
      : 'The group expels the member unless it comes back soon.',
    next: isBlocked
      ? 'Bring the other members back. Only when they are gone for good: SET GLOBAL group_replication_force_members on one survivor.'
      : 'Look at the network to that member.',
  };
}

function* partitions(servers: readonly Server[]): Generator<Verdict> {
  const active = servers.filter((server) => own(server)?.['MEMBER_STATE'] === 'ONLINE');
  const online = (server: Server): string[] =>
    view(server)
      .filter((row) => row['MEMBER_STATE'] === 'ONLINE')
      .map((row) => row['MEMBER_ID'] ?? '')
      .sort();
  const sides = new Map<string, Server[]>();
  for (const server of active) {
    const key = online(server).join(',');
    sides.set(key, [...(sides.get(key) ?? []), server]);
  }
  const [first, second] = [...sides.values()];
  if (first?.[0] && second?.[0] && !online(first[0]).some((id) => online(second[0] as Server).includes(id))) {
    yield {
      id: 'group/split-brain',
      level: 'critical',
      program: 'database',
      hosts: active.map(({ name }) => name),
      summary: `the group has parted: ${[...sides.values()].map((side) => listed(side.map(({ name }) => name))).join(' against ')}`,
      evidence: active.flatMap(evidenceOf),
      means: 'Each side may have a primary of its own; their rows part with every write.',
      next: 'Stop writes to one side, STOP GROUP_REPLICATION there, and let its members join the other anew (clone).',
      causes: active.map(({ name }) => ({
        host: name,
        program: 'database',
        name: 'group_replication_bootstrap_group',
      })),
    };
  }
  for (const server of active.slice(0, 1)) {
    const writers = view(server).filter((row) => row['MEMBER_ROLE'] === 'PRIMARY' && row['MEMBER_STATE'] === 'ONLINE');
    if (!isVariableOn(server, 'group_replication_single_primary_mode') || writers.length === 1) continue;
    yield {
      id: 'group/no-primary',
      level: 'critical',
      program: 'database',
      hosts: [server.name],
      summary: `the group has ${writers.length} primaries in single-primary mode`,
      evidence: evidenceOf(server),
      means: 'Nobody, or more than one member, takes writes.',
      next: 'SELECT group_replication_set_as_primary(member_id) on a member with all transactions.',
    };
  }
}
