import { isGalera, isVariableOn, type ObservedCluster, variable } from '../cluster';
import type { Verdict } from '../verdict';
import { channelsOf } from './channel';

const filters = [
  'Replicate_Do_DB',
  'Replicate_Ignore_DB',
  'Replicate_Do_Table',
  'Replicate_Ignore_Table',
  'Replicate_Wild_Do_Table',
  'Replicate_Wild_Ignore_Table',
  'Replicate_Rewrite_DB',
];

/** What is true of replicas whatever state their channels are in: filters, and clients that may write. */
export function* remarks(cluster: ObservedCluster): Generator<Verdict> {
  for (const server of cluster.servers) {
    const channels = channelsOf(server);
    for (const channel of channels) {
      const found = channel.evidence(...filters).filter(({ value }) => value !== '' && value !== 'NULL');
      if (found.length === 0) continue;
      yield {
        id: 'replication/filtered',
        level: 'note',
        program: 'database',
        hosts: [server.name],
        subject: channel.name || undefined,
        summary: `${server.name} leaves out part of what ${channel.sourceHost} sends${channel.title}`,
        evidence: found,
        means: 'This replica is no full copy: it cannot take over from its source, and comparing row counts misleads.',
        next: 'Nothing, if the filter is wanted; keep the host out of failover candidates.',
        causes: found.map(({ field }) => ({ host: server.name, program: 'database', name: field.toLowerCase() })),
      };
    }
    // Of several writers each replicates from the others; only in a tree is a writable replica a danger.
    if (channels.length === 0 || cluster.target.writers === 'several' || isVariableOn(server, 'read_only')) continue;
    if (isGalera(server) || isCoMaster(server.name, cluster)) continue;
    yield {
      id: 'replication/writable-replica',
      level: 'degraded',
      program: 'database',
      hosts: [server.name],
      summary: `${server.name} is a replica and takes writes from clients`,
      evidence: [variable(server, 'read_only'), ...channels.flatMap((one) => one.evidence('Source_Host'))],
      means: 'One write on the wrong host is enough to make the copies differ, and replication stops much later.',
      next: 'SET GLOBAL read_only = 1 (MySQL: super_read_only) on this host, and the same in its option file.',
      causes: [{ host: server.name, program: 'database', name: 'read_only' }],
    };
  }
}

/** Whether another server of the cluster replicates from this one and this one from it. */
function isCoMaster(name: string, cluster: ObservedCluster): boolean {
  const sources = (host: string): Set<string> => {
    const server = cluster.server(host);
    const all = server ? channelsOf(server) : [];
    return new Set(all.flatMap((channel) => cluster.hostAt(channel.sourceHost)?.name ?? []));
  };
  return [...sources(name)].some((source) => sources(source).has(name));
}
