import { isVariableOn, listed, type ObservedCluster, type Server, variable } from '../cluster';
import type { Verdict } from '../verdict';
import { channelsOf, edges, sourceOf } from './channel';
import { gtidText, highest, readGtids } from './gtid-mariadb';

/** Rows that get lost while every thread says Yes. No server can tell this by itself. */
export function* rowLoss(cluster: ObservedCluster): Generator<Verdict> {
  yield* brokenChains(cluster);
  yield* sharedDomains(cluster);
  yield* resetSources(cluster);
}

/** A replica that is a source itself and does not write into its binary log what it receives. */
function* brokenChains(cluster: ObservedCluster): Generator<Verdict> {
  const graph = edges(cluster);
  for (const middle of cluster.servers) {
    const above = graph.filter(({ channel }) => channel.server === middle).map(({ source }) => source);
    const below = graph.filter(({ source }) => source === middle).map(({ channel }) => channel.server);
    const name = ['log_replica_updates', 'log_slave_updates'].find((each) => each in middle.database.variables);
    if (name === undefined || isVariableOn(middle, name)) continue;
    // Whoever is below and does not get the rows from above by another way lacks them.
    const lacking = below.filter((server) =>
      above.some(
        (source) =>
          source !== server && !graph.some((edge) => edge.source === source && edge.channel.server === server),
      ),
    );
    if (lacking.length === 0) continue;
    const option = 'log_slave_updates' in middle.database.variables ? 'log_slave_updates' : 'log_replica_updates';
    yield {
      id: 'replication/chain-broken',
      level: 'critical',
      program: 'database',
      hosts: [middle.name, ...lacking.map((server) => server.name)],
      summary: `${listed(lacking.map((server) => server.name))} never get what ${listed(above.map((server) => server.name))} write: ${middle.name} is between them and does not pass it on`,
      evidence: [
        variable(middle, option),
        ...graph
          .filter(({ source, channel }) => source === middle || channel.server === middle)
          .flatMap(({ channel }) => channel.evidence('Source_Host', 'Replica_IO_Running', 'Replica_SQL_Running')),
      ],
      means: 'Rows are missing there although both threads say Yes and the lag is 0.',
      next: `Set log_slave_updates = ON in the option file of ${middle.name}, restart it, and set up the hosts below it from a fresh copy.`,
      causes: [{ host: middle.name, program: 'database', name: 'log_slave_updates' }],
    };
  }
}

/** Several writers in one gtid_domain_id: a replica of both takes the lower sequence numbers for seen and skips them. */
function* sharedDomains(cluster: ObservedCluster): Generator<Verdict> {
  for (const replica of cluster.servers.filter(({ database }) => database.product === 'mariadb')) {
    const sources = channelsOf(replica)
      .filter((channel) => channel.usesGtid)
      .flatMap((channel) => sourceOf(channel, cluster) ?? []);
    const byDomain = new Map<string, Server[]>();
    for (const source of new Set(sources)) {
      if (!writesItself(source)) continue;
      const domain = source.database.variables['gtid_domain_id'] ?? '0';
      byDomain.set(domain, [...(byDomain.get(domain) ?? []), source]);
    }
    for (const [domain, sharing] of byDomain) {
      if (sharing.length < 2) continue;
      yield sharedDomain(domain, sharing, replica);
    }
  }
}

function sharedDomain(domain: string, sharing: readonly Server[], replica: Server): Verdict {
  const names = listed(sharing.map(({ name }) => name));
  return {
    id: 'replication/gtid-domain-shared',
    level: 'critical',
    program: 'database',
    hosts: [...sharing.map(({ name }) => name), replica.name],
    summary: `${names} both write in gtid_domain_id ${domain}, and ${replica.name} replicates from both`,
    evidence: [
      ...sharing.map((server) => variable(server, 'gtid_domain_id')),
      ...sharing.map((server) => variable(server, 'gtid_binlog_pos')),
      variable(replica, 'gtid_slave_pos'),
    ],
    means:
      'Within one domain a replica expects rising numbers from one writer: events with a lower number are skipped as already seen, without an error.',
    next: 'Give each source a gtid_domain_id of its own, then compare the tables: rows may be missing already.',
    causes: sharing.map(({ name }) => ({ host: name, program: 'database', name: 'gtid_domain_id' })),
  };
}

/** Whether the last event of its own domain in a server's binary log is its own. */
function writesItself(server: Server): boolean {
  const { variables } = server.database;
  const own = readGtids(variables['gtid_binlog_state']).some((gtid) => gtid.server === variables['server_id']);
  return own && !isVariableOn(server, 'read_only');
}

/** A source whose binary log began anew: the replica waits behind a position the source does not reach for long. */
function* resetSources(cluster: ObservedCluster): Generator<Verdict> {
  for (const { source, channel } of edges(cluster)) {
    if (channel.ioRunning !== 'Yes') continue;
    const log = source.database.binaryLog;
    const [file, position] = [log?.['File'] ?? '', Number(log?.['Position'] ?? NaN)];
    const [readFile, readPosition] = [channel.text('Source_Log_File'), channel.number('Read_Source_Log_Pos') ?? 0];
    const isBehindReader =
      file !== '' &&
      readFile !== '' &&
      sameBase(file, readFile) &&
      (numberOf(file) < numberOf(readFile) || (file === readFile && position < readPosition));
    const gtids = channel.usesGtid && source.database.product === 'mariadb' ? ahead(channel.server, source) : [];
    if (!isBehindReader) continue;
    yield {
      id: 'replication/source-reset',
      level: 'critical',
      program: 'database',
      hosts: [channel.server.name, source.name],
      subject: channel.name || undefined,
      summary: `${source.name} began its binary log anew; ${channel.server.name} still waits for ${readFile}:${readPosition}${channel.title}, and says Yes until the next write`,
      evidence: [
        { host: source.name, field: 'File', value: file },
        { host: source.name, field: 'Position', value: String(position) },
        ...channel.evidence('Source_Log_File', 'Read_Source_Log_Pos', 'Replica_IO_Running'),
        ...gtids,
      ],
      means:
        'Somebody ran RESET MASTER (RESET BINARY LOGS AND GTIDS) or restored the source. With the next write the replica stops with 1236, or skips events it takes for seen.',
      next: 'Stop the replica now, compare both sides, and set its position to the start of the new log, or set it up from a fresh copy.',
    };
  }
}

function ahead(replica: Server, source: Server): { host: string; field: string; value: string }[] {
  const has = highest(readGtids(source.database.variables['gtid_binlog_pos']));
  return readGtids(replica.database.variables['gtid_slave_pos'])
    .filter((gtid) => (has.get(gtid.domain)?.sequence ?? 0n) < gtid.sequence)
    .map((gtid) => ({ host: replica.name, field: '@@gtid_slave_pos', value: gtidText(gtid) }));
}

const sameBase = (a: string, b: string): boolean => a.replace(/\.\d+$/, '') === b.replace(/\.\d+$/, '');
const numberOf = (file: string): number => Number(/\.(\d+)$/.exec(file)?.[1] ?? 0);
