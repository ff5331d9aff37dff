import { isGalera, type ObservedCluster, type Server } from '../cluster';
import type { Verdict } from '../verdict';
import { edges } from './channel';

/**
 * Hosts that are replicas by their files, by SQL beside them or by the manifest, and whose servers replicate from nobody,
 * or from fewer sources than planned. A server that others replicate from has been promoted.
 */
export function* missingChannels(cluster: ObservedCluster): Generator<Verdict> {
  const live = edges(cluster);
  for (const server of cluster.servers) {
    if (isGalera(server) || server.database.groupMembers.length > 0) continue;
    if (live.some(({ source }) => source.name === server.name)) continue;
    const planned = new Set(
      cluster.target.planned.filter(({ replica }) => replica === server.name).map(({ source }) => source),
    );
    const count = server.database.channels.length;
    const own = live.filter(({ channel }) => channel.server.name === server.name);
    const sources = new Set(own.map(({ source }) => source.name));
    const lost = [...planned].filter((source) => !sources.has(source));
    if (count === 0 && (planned.size > 0 || server.target.database?.replica === true))
      yield missing(server, `${server.name} is a replica by its files, and replicates from nobody`, 0);
    // One that follows another host than planned was moved there by somebody.
    else if (count > 0 && count < planned.size && lost.length > 0)
      yield missing(server, `${server.name} does not replicate from ${lost.join(', ')}, as its files plan`, count);
  }
}

function missing(server: Server, summary: string, channels: number): Verdict {
  return {
    id: 'replication/not-configured',
    level: 'critical',
    program: 'database',
    hosts: [server.name],
    summary,
    evidence: [{ host: server.name, field: 'replication channels', value: String(channels) }],
    means: 'Somebody ran RESET REPLICA ALL, the data directory is new, or the replica was never set up.',
    next: 'Set it up from a fresh copy of its source, then CHANGE MASTER TO / CHANGE REPLICATION SOURCE TO and START REPLICA.',
  };
}
