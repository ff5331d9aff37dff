import { counter, isGalera, type ObservedCluster, type Server, variable } from '../cluster';
import type { Level, Verdict } from '../verdict';
import { progressOf, transferEvidence } from './transfer';

/** What is said of a server: the verdict without what is the same for all of a server. */
type Said = Omit<Verdict, 'id' | 'level' | 'program' | 'hosts'>;

export function verdict(id: string, level: Level, server: Server, said: Said): Verdict {
  return { id, level, program: 'database', hosts: [server.name], ...said };
}

export const galeraNodes = (cluster: ObservedCluster): Server[] => cluster.servers.filter(isGalera);

/** What is so of each Galera node by itself. */
export function* galeraStates(cluster: ObservedCluster, before: ObservedCluster | undefined): Generator<Verdict> {
  for (const server of cluster.servers) {
    if (server.target.database?.galera && !isGalera(server)) yield notANode(server);
  }
  for (const server of galeraNodes(cluster)) {
    const state = stateOf(server, cluster);
    if (state) yield state;
    yield* remarks(server);
    const earlier = before?.server(server.name);
    if (earlier) yield* flowControl(server, earlier);
  }
}

const states: Readonly<Record<string, { id: string; level: Level; what: string; means: string; next: string }>> = {
  Initialized: {
    id: 'galera/not-connected',
    level: 'critical',
    what: 'has not joined its cluster',
    means: 'The node runs and belongs to no component: it refuses every statement with error 1047.',
    next: 'Read its error log from the last start on: address list, cluster name, firewall of ports 4567, 4568 and 4444.',
  },
  Joining: {
    id: 'galera/joining',
    level: 'degraded',
    what: 'is receiving a state transfer',
    means: 'The node takes no clients until it has a copy of the data; its donor may be slow meanwhile.',
    next: 'Wait; look at the error logs of both when it takes too long.',
  },
  Joined: {
    id: 'galera/catching-up',
    level: 'degraded',
    what: 'has its state transfer and is catching up',
    means: 'The node applies what was written during the transfer.',
    next: 'Wait while wsrep_local_recv_queue falls.',
  },
  'Donor/Desynced': {
    id: 'galera/donor',
    level: 'degraded',
    what: 'is a donor, or was taken out of flow control with wsrep_desync',
    means: 'The node may fall behind the others; with rsync as transfer method it takes no writes meanwhile.',
    next: 'Wait for the transfer to end. Where none is under way somebody left wsrep_desync on: SET GLOBAL wsrep_desync = OFF.',
  },
  Inconsistent: {
    id: 'galera/inconsistent',
    level: 'critical',
    what: 'was voted out because its data differ',
    means: 'An event failed here and on no other node: this copy is wrong.',
    next: 'Keep its error log and GRA_*.log, then let it join with a full state transfer (remove grastate.dat, start it).',
  },
};

function stateOf(server: Server, cluster: ObservedCluster): Verdict | undefined {
  const { status } = server.database;
  const comment = status['wsrep_local_state_comment'] ?? '';
  const fields = [
    'wsrep_cluster_status',
    'wsrep_local_state_comment',
    'wsrep_ready',
    'wsrep_connected',
    'wsrep_cluster_size',
  ];
  const evidence = fields.map((field) => counter(server, field));
  if (
    status['wsrep_cluster_status'] !== 'Primary' &&
    (comment !== 'Initialized' || status['wsrep_connected'] === 'ON')
  ) {
    return verdict('galera/non-primary', 'critical', server, {
      summary: `${server.name} has lost the quorum of its Galera cluster (${status['wsrep_cluster_status']}, sees ${status['wsrep_cluster_size']} of its nodes)`,
      evidence,
      means:
        'It refuses every statement with error 1047, while its port is open: a plain TCP or mysql-check still calls it UP.',
      next: 'Bring the other nodes or the network back. Only when they are gone for good, on the one node with the highest wsrep_last_committed: SET GLOBAL wsrep_provider_options = "pc.bootstrap=YES".',
    });
  }
  const known = Object.entries(states).find(([state]) => comment.startsWith(state))?.[1];
  if (known) {
    const progress = progressOf(cluster, server.name);
    return verdict(known.id, known.level, server, {
      summary: `${server.name} ${known.what}${progress ? `: ${progress.words}` : ''}`,
      progress: progress?.share,
      evidence: [
        ...evidence,
        ...transferEvidence(cluster, server.name),
        counter(server, 'wsrep_local_recv_queue'),
        variable(server, 'wsrep_desync'),
        variable(server, 'wsrep_cluster_address'),
      ],
      means: known.means,
      next: known.next,
      causes: [{ host: server.name, program: 'database', name: 'wsrep_cluster_address' }],
    });
  }
  if (status['wsrep_ready'] === 'ON') return undefined;
  return verdict('galera/not-ready', 'critical', server, {
    summary: `${server.name} is in its cluster and takes no statements`,
    evidence,
    means: 'wsrep_ready is OFF: clients get error 1047.',
    next: 'Read its error log; a restart lets it join anew.',
  });
}

function notANode(server: Server): Verdict {
  return verdict('galera/not-a-node', 'critical', server, {
    summary: `${server.name} should be a Galera node and runs as a server of its own`,
    evidence: [variable(server, 'wsrep_on'), variable(server, 'wsrep_provider')],
    means: 'Writes to this host reach no other node, and the other way round.',
    next: 'Look whether the files with the wsrep options are read (group, folder), set wsrep_on = ON and wsrep_provider, and restart it: it joins with a state transfer that replaces its data.',
    causes: [
      { host: server.name, program: 'database', name: 'wsrep_on' },
      { host: server.name, program: 'database', name: 'wsrep_provider' },
    ],
  });
}

/** What harms without a sign of its own. */
function* remarks(server: Server): Generator<Verdict> {
  const { variables, unreplicatedTables } = server.database;
  if (unreplicatedTables.length > 0) {
    const tables = unreplicatedTables.map((row) => `${row['TABLE_SCHEMA']}.${row['TABLE_NAME']} (${row['ENGINE']})`);
    yield verdict('galera/unreplicated-table', 'degraded', server, {
      summary: `${server.name} has tables Galera does not replicate: ${tables.slice(0, 3).join(', ')}`,
      evidence: tables.map((value) => ({ host: server.name, field: 'information_schema.TABLES', value })),
      means: 'Rows of these tables exist on one node only, and nobody is told.',
      next: 'ALTER TABLE ... ENGINE = InnoDB, after comparing the rows of all nodes.',
    });
  }
  if ((variables['innodb_autoinc_lock_mode'] ?? '2') !== '2') {
    yield verdict('galera/autoinc-lock-mode', 'degraded', server, {
      summary: `${server.name} runs with innodb_autoinc_lock_mode = ${variables['innodb_autoinc_lock_mode']}`,
      evidence: [variable(server, 'innodb_autoinc_lock_mode')],
      means: 'Parallel appliers of Galera may deadlock or hand out one key twice.',
      next: 'Set innodb_autoinc_lock_mode = 2 and restart the nodes one by one.',
      causes: [{ host: server.name, program: 'database', name: 'innodb_autoinc_lock_mode' }],
    });
  }
}

/** Shares of time a node was paused, from the counter of nanoseconds (wsrep_flow_control_paused counts since FLUSH). */
const pausedLimits = { degraded: 0.02, critical: 0.25 };

function* flowControl(server: Server, earlier: Server): Generator<Verdict> {
  const paused = (one: Server): number => Number(one.database.status['wsrep_flow_control_paused_ns'] ?? 0);
  const elapsed = (server.at - earlier.at) * 1e6;
  const share = elapsed > 0 ? (paused(server) - paused(earlier)) / elapsed : 0;
  if (share < pausedLimits.degraded) return;
  yield verdict('galera/flow-control', share > pausedLimits.critical ? 'critical' : 'degraded', server, {
    summary: `${server.name} was paused by flow control ${Math.round(share * 100)} % of the time since the last look`,
    evidence: ['wsrep_flow_control_paused_ns', 'wsrep_local_recv_queue', 'wsrep_flow_control_sent'].map((field) =>
      counter(server, field),
    ),
    means: 'One slow node makes all of them wait at every commit.',
    next: 'Find the node whose wsrep_local_recv_queue is long: its disk, a long query, a backup or a lock (FLUSH TABLES WITH READ LOCK).',
  });
}
