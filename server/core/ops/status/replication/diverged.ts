import { type ObservedCluster, type Server, variable } from '../cluster';
import type { Verdict } from '../verdict';
import { edges } from './channel';
import { beyond, gtidText, readGtids } from './gtid-mariadb';
import { gtidSetText, readGtidSet, subtract } from './gtid-mysql';

/** Replicas that hold transactions their source does not have, although both threads may say Yes. */
export function* diverged(cluster: ObservedCluster): Generator<Verdict> {
  const graph = edges(cluster);
  const follows = (a: Server, b: Server): boolean =>
    graph.some(({ source, channel }) => source === b && channel.server === a);
  for (const { source, channel } of graph) {
    const replica = channel.server;
    // Co-masters are ahead of one another at every moment; what one wrote is on its way to the other.
    if (follows(source, replica)) continue;
    const extra = errant(replica, source);
    if (extra === '') continue;
    const field = replica.database.product === 'mysql' ? 'gtid_executed' : 'gtid_binlog_state';
    yield {
      id: 'replication/diverged',
      level: 'critical',
      program: 'database',
      hosts: [replica.name, source.name],
      subject: channel.name || undefined,
      summary: `${replica.name} has transactions that ${source.name} does not have: ${extra}`,
      evidence: [
        variable(replica, field),
        variable(source, field),
        ...channel.evidence('Replica_IO_Running', 'Replica_SQL_Running'),
      ],
      means:
        'Somebody wrote on the replica. Its rows differ already, and after a failover to it these transactions reach everybody, or break them.',
      next: 'Look what they are (mariadb-binlog / mysqlbinlog on the replica). Undo them and set the replica up anew, or bring them to the source on purpose; then set read_only.',
      causes: [{ host: replica.name, program: 'database', name: 'read_only' }],
    };
  }
}

/**
 * Transactions of the replica that its source lacks. Of the replica's own writes only those count: what it received
 * from elsewhere (another source, a source not asked) is no fault of it.
 */
function errant(replica: Server, source: Server): string {
  if (replica.database.product !== source.database.product) return '';
  const mine = replica.database.variables;
  const theirs = source.database.variables;
  if (replica.database.product === 'mysql') {
    const own = mine['server_uuid']?.toLowerCase();
    const left = subtract(readGtidSet(mine['gtid_executed']), readGtidSet(theirs['gtid_executed']));
    return gtidSetText(new Map([...left].filter(([name]) => own !== undefined && name.startsWith(own))));
  }
  return beyond(readGtids(mine['gtid_binlog_state']), readGtids(theirs['gtid_binlog_state']))
    .filter((gtid) => gtid.server === mine['server_id'])
    .map(gtidText)
    .join(',');
}
