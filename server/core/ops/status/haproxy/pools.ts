import { isGalera, isVariableOn, listed, type ObservedCluster, type Server, variable, counter } from '../cluster';
import type { HostObservation, Row } from '../observation';
import { channelsOf } from '../replication/channel';
import type { Evidence, Level, Verdict } from '../verdict';

/** HAProxy: pools without servers, servers that are down and why, and servers that are UP and should not be. */
export function* haproxyPools(cluster: ObservedCluster, before: ObservedCluster | undefined): Generator<Verdict> {
  for (const host of cluster.hosts) {
    if (!host.haproxy?.answered) continue;
    const pools = poolsOf(host.haproxy.value.rows);
    const earlier = before?.observation(host.host)?.haproxy;
    for (const pool of pools) {
      yield* poolState(host, pool);
      for (const server of pool.servers) {
        yield* serverState(host, pool, server);
        yield* truth(host, pool, server, cluster);
        if (earlier?.answered) yield* flapping(host, pool, server, earlier.value.rows);
      }
      yield* writersOf(host, pool, cluster);
    }
  }
}

interface Pool {
  readonly name: string;
  readonly whole: Row;
  readonly servers: readonly Row[];
}

function poolsOf(rows: readonly Row[]): Pool[] {
  return rows
    .filter((row) => row['svname'] === 'BACKEND')
    .map((whole) => {
      const name = whole['pxname'] ?? '';
      const isServer = (row: Row): boolean => row['pxname'] === name && row['type'] === '2';
      return { name, whole, servers: rows.filter(isServer) };
    })
    .filter(({ servers }) => servers.length > 0);
}

const statusOf = (row: Row): string => row['status'] ?? '';
const isUp = (row: Row): boolean => /^(UP|no check)/.test(statusOf(row));
const isBackup = (row: Row): boolean => row['bck'] === '1';

function fields(host: HostObservation, pool: Pool, row: Row, ...names: readonly string[]): Evidence[] {
  return names.flatMap((name) =>
    row[name] ? [{ host: host.host, field: `${pool.name}/${row['svname']} ${name}`, value: row[name] }] : [],
  );
}

function sinceOf(host: HostObservation, row: Row): number | undefined {
  const seconds = Number(row['lastchg'] ?? '');
  return row['lastchg'] && Number.isFinite(seconds) ? host.at - seconds * 1000 : undefined;
}

function say(
  id: string,
  level: Level,
  host: HostObservation,
  pool: Pool,
  row: Row,
  said: Omit<Verdict, 'id' | 'level' | 'program' | 'hosts' | 'subject'>,
): Verdict {
  const subject = row['svname'] === 'BACKEND' ? pool.name : `${pool.name}/${row['svname']}`;
  const causes = [{ host: host.host, program: 'haproxy' as const, name: subject }];
  return {
    id: `haproxy/${id}`,
    level,
    program: 'haproxy',
    hosts: [host.host],
    subject,
    causes,
    since: sinceOf(host, row),
    ...said,
  };
}

function* poolState(host: HostObservation, pool: Pool): Generator<Verdict> {
  const { whole, servers } = pool;
  const evidence = [
    ...fields(host, pool, whole, 'status', 'act', 'bck'),
    ...servers.flatMap((row) => fields(host, pool, row, 'status', 'check_status', 'last_chk')),
  ];
  if (statusOf(whole) === 'DOWN' || (whole['act'] === '0' && whole['bck'] === '0')) {
    yield say('pool-down', 'critical', host, pool, whole, {
      summary: `${host.host} has no server left in ${pool.name}: clients get no connection`,
      evidence,
      means: 'Every server of the pool failed its check.',
      next: 'See what is said of each server; when the databases are well, the check is wrong.',
    });
  } else if (whole['act'] === '0' && servers.some((row) => !isBackup(row))) {
    yield say('on-backup', 'degraded', host, pool, whole, {
      summary: `${host.host} serves ${pool.name} from its backup server`,
      evidence,
      means:
        'The regular servers failed their checks; sessions stay on the backup until they end, also when the others are back.',
      next: 'Mend the regular servers; for writes make sure that only one side is written to.',
    });
  }
}

/** check_status of a server that is down, and what the number in check_code means for mysql-check. */
const reasons: readonly { when: (row: Row) => boolean; id: string; means: string; next: string }[] = [
  {
    when: (row) =>
      row['check_status'] === 'L7STS' &&
      /1045|1130|1698|Access denied|not allowed/.test(`${row['check_code']} ${row['last_chk']}`),
    id: 'check-refused',
    means:
      'The database runs and refuses the account of the check: mysql-check needs a user without a password, allowed from the address of the proxy.',
    next: "CREATE USER 'haproxy'@'address of the proxy' without a password and without rights, under the name in \"option mysql-check user\".",
  },
  {
    when: (row) => row['check_status'] === 'L7STS' && /1129|blocked/.test(`${row['check_code']} ${row['last_chk']}`),
    id: 'check-blocked',
    means:
      'The database has blocked the address of the proxy, usually because a check without a user broke off too often.',
    next: 'FLUSH HOSTS on the database, and give mysql-check a user (or raise max_connect_errors).',
  },
  {
    when: (row) => row['check_status'] === 'L7STS' && /1040|Too many/.test(`${row['check_code']} ${row['last_chk']}`),
    id: 'server-full',
    means: 'The database has no connection left.',
    next: 'Look who holds the connections; maxconn of the server line should stay below max_connections.',
  },
  {
    when: (row) => row['check_status'] === 'L4CON',
    id: 'server-down',
    means: 'Nothing listens at the address of the server: the database is down, or listens on another address or port.',
    next: 'Look whether the database runs, then at its bind_address and port and at the server line.',
  },
  {
    when: (row) => row['check_status'] === 'L4TOUT',
    id: 'server-unreachable',
    means: 'Nothing came back from the address of the server: host off, network cut, firewall.',
    next: 'Look whether the host answers, then at the network between.',
  },
];

function* serverState(host: HostObservation, pool: Pool, row: Row): Generator<Verdict> {
  const status = statusOf(row);
  const evidence = fields(host, pool, row, 'status', 'addr', 'check_status', 'check_code', 'last_chk', 'lastchg');
  if (/^(MAINT|DRAIN|NOLB)/.test(status)) {
    yield say('maintenance', 'note', host, pool, row, {
      summary: `${host.host} sends nothing new to ${row['svname']} of ${pool.name}: ${status}`,
      evidence,
      means: 'Somebody took the server out, or a check did.',
      next: `"set server ${pool.name}/${row['svname']} state ready" when the work is done.`,
    });
    return;
  }
  if (!status.startsWith('DOWN')) return;
  const reason = reasons.find(({ when }) => when(row)) ?? {
    id: 'server-down',
    means: 'The server failed its check.',
    next: 'Read last_chk; run the check by hand from the proxy.',
  };
  yield say(reason.id, 'degraded', host, pool, row, {
    summary: `${host.host} calls ${row['svname']} of ${pool.name} ${status}: ${row['last_chk'] || row['check_desc'] || row['check_status']}`,
    evidence,
    means: reason.means,
    next: reason.next,
  });
}

/** What the database behind a server line says of itself. */
function serverOf(row: Row, cluster: ObservedCluster): Server | undefined {
  const address = (row['addr'] ?? '').replace(/^\[?(.*?)\]?:\d+$/, '$1');
  const host = cluster.hostAt(address) ?? (row['addr'] ? undefined : cluster.hostAt(row['svname'] ?? ''));
  return host && cluster.server(host.name);
}

function* truth(host: HostObservation, pool: Pool, row: Row, cluster: ObservedCluster): Generator<Verdict> {
  const server = serverOf(row, cluster);
  if (!server || !isUp(row)) return;
  const evidence = fields(host, pool, row, 'status', 'check_status', 'addr');
  const { status } = server.database;
  const state = status['wsrep_local_state_comment'] ?? '';
  if (isGalera(server) && (status['wsrep_cluster_status'] !== 'Primary' || status['wsrep_ready'] === 'OFF')) {
    yield say('up-without-quorum', 'critical', host, pool, row, {
      summary: `${host.host} calls ${server.name} UP in ${pool.name}, and its Galera node refuses every statement (${status['wsrep_cluster_status']}, ${state})`,
      evidence: [...evidence, counter(server, 'wsrep_cluster_status'), counter(server, 'wsrep_ready')],
      means: 'The check looks at the port or the login only. Clients are sent there and get error 1047.',
      next: 'Use a check that asks for the state: an HTTP check of clustercheck (option httpchk), or an external or agent check.',
    });
  }
  const broken = channelsOf(server).filter(({ ioRunning, sqlRunning }) => ioRunning !== 'Yes' || sqlRunning !== 'Yes');
  if (broken.length > 0 && isVariableOn(server, 'read_only')) {
    yield say('up-not-replicating', 'degraded', host, pool, row, {
      summary: `${host.host} sends readers of ${pool.name} to ${server.name}, which does not replicate`,
      evidence: [
        ...evidence,
        ...broken.flatMap((channel) => channel.evidence('Replica_IO_Running', 'Replica_SQL_Running')),
      ],
      means: 'Applications read rows that get older and older.',
      next: 'Take the server out of the pool, or use a check that asks for replication and lag.',
    });
  }
}

const isForWrites = (name: string): boolean => /writ|(^|[-_.])(rw|master|primary|source)([-_.]|$)/i.test(name);

/** A pool for writes: by its name, or because all servers but one are backups. */
function* writersOf(host: HostObservation, pool: Pool, cluster: ObservedCluster): Generator<Verdict> {
  const regular = pool.servers.filter((row) => !isBackup(row));
  const isSingle = pool.servers.length > 1 && regular.length === 1;
  if (!isForWrites(pool.name) && !isSingle) return;
  const active = regular.filter(isUp);
  const serving = active.length > 0 ? active : pool.servers.filter((row) => isBackup(row) && isUp(row)).slice(0, 1);
  const known = serving.flatMap((row) => {
    const server = serverOf(row, cluster);
    return server ? [{ row, server }] : [];
  });
  for (const { row, server } of known) {
    if (!isVariableOn(server, 'read_only')) continue;
    yield say('writes-to-reader', 'critical', host, pool, row, {
      summary: `${host.host} sends the writes of ${pool.name} to ${server.name}, which is read-only`,
      evidence: [...fields(host, pool, row, 'status', 'bck', 'addr'), variable(server, 'read_only')],
      means: 'Writes fail with error 1290: the proxy and the database have different ideas of who is the source.',
      next: 'Find the real source (read_only = OFF, replicates from nobody) and set the pool, or the failover tool that does, right.',
    });
  }
  const open = known.filter(({ server }) => !isVariableOn(server, 'read_only'));
  const [first] = open;
  if (!first || open.length < 2 || cluster.target.writers !== 'one') return;
  yield say('two-writers', 'critical', host, pool, first.row, {
    summary: `${host.host} spreads the writes of ${pool.name} over ${listed(open.map(({ server }) => server.name))}`,
    evidence: open.flatMap(({ row, server }) => [
      ...fields(host, pool, row, 'status', 'scur', 'addr'),
      variable(server, 'read_only'),
    ]),
    means: 'Two sources take writes at the same time; rows collide or part.',
    next: 'Make all servers of the pool but one a backup, and keep replicas read-only.',
  });
}

/** Times a server went down since the last look from which it is said to flap. */
const flaps = 2;

function* flapping(host: HostObservation, pool: Pool, row: Row, earlier: readonly Row[]): Generator<Verdict> {
  const then = earlier.find((each) => each['pxname'] === row['pxname'] && each['svname'] === row['svname']);
  const times = Number(row['chkdown'] ?? 0) - Number(then?.['chkdown'] ?? row['chkdown'] ?? 0);
  if (times < flaps) return;
  yield say('flapping', 'degraded', host, pool, row, {
    summary: `${row['svname']} of ${pool.name} went down ${times} times since the last look`,
    evidence: fields(host, pool, row, 'chkdown', 'chkfail', 'last_chk'),
    means: 'Clients lose their connections each time.',
    next: 'Compare inter, fall and timeout check with what the database needs under load.',
  });
}
