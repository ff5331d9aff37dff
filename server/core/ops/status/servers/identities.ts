import { isGalera, listed, type ObservedCluster, type Server, variable } from '../cluster';
import { channelsOf } from '../replication/channel';
import type { Verdict } from '../verdict';

/** Ids that two servers share. Two replicas with one id look healthy by themselves; only the source's log tells. */
export function* identities(cluster: ObservedCluster): Generator<Verdict> {
  const replicating = cluster.servers.filter((server) => takesPart(server, cluster));
  for (const [id, sharing] of shared(replicating, 'server_id')) {
    // The nodes of a Galera cluster may share an id, it does not use them.
    const counted = sharing.filter((server) => !isGalera(server) || channelsOf(server).length > 0);
    if (counted.length < 2) continue;
    yield {
      id: 'replication/server-id-shared',
      level: 'critical',
      program: 'database',
      hosts: counted.map(({ name }) => name),
      summary: `${listed(counted.map(({ name }) => name))} have the same server_id ${id}`,
      evidence: counted.map((server) => variable(server, 'server_id')),
      means:
        'A source drops one of two replicas with one id each time the other connects, and in a ring each drops the rows of the other as its own. Both threads say Yes all the while.',
      next: 'Give each another id: SET GLOBAL server_id and the option file, then STOP and START REPLICA.',
      causes: counted.map(({ name }) => ({ host: name, program: 'database', name: 'server_id' })),
    };
  }
  for (const [uuid, sharing] of shared(cluster.servers, 'server_uuid')) {
    yield {
      id: 'replication/server-uuid-shared',
      level: 'critical',
      program: 'database',
      hosts: sharing.map(({ name }) => name),
      summary: `${listed(sharing.map(({ name }) => name))} have the same server_uuid ${uuid}`,
      evidence: sharing.map((server) => variable(server, 'server_uuid')),
      means: 'The data directory was copied with its auto.cnf; replication and GTIDs take the two for one server.',
      next: 'Stop one of them, remove auto.cnf from its data directory and start it again.',
    };
  }
}

function* shared(servers: readonly Server[], name: string): Generator<[string, Server[]]> {
  const byValue = new Map<string, Server[]>();
  for (const server of servers) {
    const value = server.database.variables[name];
    if (value === undefined || value === '' || value === '0') continue;
    byValue.set(value, [...(byValue.get(value) ?? []), server]);
  }
  for (const [value, sharing] of byValue) if (sharing.length > 1) yield [value, sharing];
}

/** Whether a server is a source or a replica at this moment. */
function takesPart(server: Server, cluster: ObservedCluster): boolean {
  if (channelsOf(server).length > 0) return true;
  return cluster.servers.some((other) =>
    channelsOf(other).some((channel) => cluster.hostAt(channel.sourceHost)?.name === server.name),
  );
}
