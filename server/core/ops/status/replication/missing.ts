import { isGalera, type ObservedCluster } from '../cluster';
import type { Verdict } from '../verdict';
import { edges } from './channel';

/** Hosts whose files make them replicas, and whose servers replicate from nobody. */
export function* missingChannels(cluster: ObservedCluster): Generator<Verdict> {
  const sources = new Set(edges(cluster).map(({ source }) => source.name));
  for (const server of cluster.servers) {
    if (!server.target.database?.replica || server.database.channels.length > 0) continue;
    if (isGalera(server) || server.database.groupMembers.length > 0 || sources.has(server.name)) continue;
    yield {
      id: 'replication/not-configured',
      level: 'critical',
      program: 'database',
      hosts: [server.name],
      summary: `${server.name} is a replica by its files, and replicates from nobody`,
      evidence: [{ host: server.name, field: 'replication channels', value: '0' }],
      means: 'Somebody ran RESET REPLICA ALL, the data directory is new, or the replica was never set up.',
      next: 'Set it up from a fresh copy of its source, then CHANGE MASTER TO / CHANGE REPLICATION SOURCE TO and START REPLICA.',
    };
  }
}
