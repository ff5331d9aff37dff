import { type ObservedCluster, type Server, variable } from '../cluster';
import type { Verdict } from '../verdict';
import { type Channel, edges } from './channel';
import { highest, readGtids } from './gtid-mariadb';
import { gtidSetText, readGtidSet, subtract } from './gtid-mysql';

/**
 * A replica that says Yes and 0 seconds while its source has moved on: the link is dead and nobody has noticed yet
 * (slave_net_timeout, 60 s by default). Positions of both sides in one refresh show it, in two refreshes for certain.
 */
export function* stale(cluster: ObservedCluster, before: ObservedCluster | undefined): Generator<Verdict> {
  for (const { source, channel } of edges(cluster)) {
    if (channel.ioRunning !== 'Yes' || channel.delay > 0) continue;
    const missing = unread(channel, source);
    if (missing === undefined) continue;
    const then = before && sameEdge(channel, before);
    if (!then || readPosition(then.channel) !== readPosition(channel)) continue;
    if (unread(then.channel, then.source) === undefined) continue;
    yield {
      id: 'replication/link-dead',
      level: 'critical',
      program: 'database',
      hosts: [channel.server.name, source.name],
      subject: channel.name || undefined,
      summary: `${channel.server.name} says it replicates, but has received nothing of what ${source.name} wrote since the last look${channel.title}`,
      evidence: [
        ...channel.evidence(
          'Replica_IO_Running',
          'Seconds_Behind_Source',
          'Source_Log_File',
          'Read_Source_Log_Pos',
          'Gtid_IO_Pos',
          'Retrieved_Gtid_Set',
        ),
        missing,
        variable(
          channel.server,
          'slave_net_timeout' in channel.server.database.variables ? 'slave_net_timeout' : 'replica_net_timeout',
        ),
      ],
      means:
        'The connection is cut without either side knowing. The replica finds out after slave_net_timeout; until then its 0 seconds are no measure.',
      next: 'Look at the network between the two. STOP REPLICA; START REPLICA connects anew at once; a lower slave_net_timeout notices sooner.',
      causes: [{ host: channel.server.name, program: 'database', name: 'slave_net_timeout' }],
    };
  }
}

/** Whether a source holds something a replica has not received, which may be under way or never arrive. */
export function mayBeStale(cluster: ObservedCluster): boolean {
  return edges(cluster).some(
    ({ source, channel }) =>
      channel.ioRunning === 'Yes' && channel.delay === 0 && unread(channel, source) !== undefined,
  );
}

function sameEdge(channel: Channel, before: ObservedCluster): ReturnType<typeof edges>[number] | undefined {
  return edges(before).find(
    (edge) => edge.channel.server.name === channel.server.name && edge.channel.name === channel.name,
  );
}

const readPosition = (channel: Channel): string =>
  ['Source_Log_File', 'Read_Source_Log_Pos', 'Gtid_IO_Pos', 'Retrieved_Gtid_Set']
    .map((name) => channel.text(name))
    .join(' ');

/** What the source has written and the replica has not received; undefined when it has everything. */
function unread(channel: Channel, source: Server): { host: string; field: string; value: string } | undefined {
  const theirs = source.database.variables;
  if (source.database.product === 'mariadb' && channel.usesGtid) {
    const received = highest(readGtids(channel.text('Gtid_IO_Pos')));
    const text = theirs['gtid_binlog_pos'] ?? '';
    const isMissing = readGtids(text).some((gtid) => (received.get(gtid.domain)?.sequence ?? 0n) < gtid.sequence);
    return isMissing ? { host: source.name, field: '@@gtid_binlog_pos', value: text } : undefined;
  }
  if (source.database.product === 'mysql' && channel.usesGtid) {
    const has = readGtidSet(`${channel.text('Retrieved_Gtid_Set')},${channel.text('Executed_Gtid_Set')}`);
    const left = subtract(readGtidSet(theirs['gtid_executed']), has);
    return left.size > 0 ? { host: source.name, field: 'gtid_executed', value: gtidSetText(left) } : undefined;
  }
  const log = source.database.binaryLog;
  const [file, position] = [log?.['File'] ?? '', log?.['Position'] ?? ''];
  const isSame = file === channel.text('Source_Log_File') && position === channel.text('Read_Source_Log_Pos');
  return file === '' || isSame
    ? undefined
    : { host: source.name, field: 'File Position', value: `${file} ${position}` };
}
