import { isGalera, isVariableOn, listed, type ObservedCluster, type Server, variable } from '../cluster';
import { channelsOf, edges, sourceOf } from '../replication/channel';
import type { Verdict } from '../verdict';

/** Who takes writes: nobody, or two where the files mean one. */
export function* writers(cluster: ObservedCluster): Generator<Verdict> {
  const replicating = cluster.servers.filter(
    (server) => !isGalera(server) && server.database.groupMembers.length === 0,
  );
  const graph = edges(cluster);
  const inGraph = replicating.filter(
    (server) => channelsOf(server).length > 0 || graph.some(({ source }) => source === server),
  );
  if (inGraph.length < 2) return;
  const able = inGraph.filter((server) => !isVariableOn(server, 'read_only'));
  const all = replicating.length === cluster.target.hosts.filter(({ database }) => database !== undefined).length;
  // A source that none of these files name may be the writer.
  const isWhole = replicating.every((server) => channelsOf(server).every((channel) => sourceOf(channel, cluster)));
  if (able.length === 0 && all && isWhole) {
    yield {
      id: 'replication/no-writer',
      level: 'critical',
      program: 'database',
      hosts: inGraph.map(({ name }) => name),
      summary: `no server takes writes: ${listed(inGraph.map(({ name }) => name))} are all read-only`,
      evidence: inGraph.map((server) => variable(server, 'read_only')),
      means:
        'Applications get error 1290 for every write. After a failover or a restart nobody has opened the new source.',
      next: 'Decide which one is the source (the one nobody is behind), look that it replicates from no other, then SET GLOBAL read_only = 0 there.',
      causes: inGraph.map(({ name }) => ({ host: name, program: 'database', name: 'read_only' })),
    };
  }
  const rivals = coMasters(able, graph);
  if (rivals.length > 1 && cluster.target.writers === 'one') {
    yield {
      id: 'replication/two-writers',
      level: 'critical',
      program: 'database',
      hosts: rivals.map(({ name }) => name),
      summary: `${listed(rivals.map(({ name }) => name))} take writes at the same time, where the files mean one writer`,
      evidence: rivals.map((server) => variable(server, 'read_only')),
      means:
        'Each may change the same row, and auto_increment values collide: the copies part without an error, or stop with 1062.',
      next: 'Find the one the applications write to (proxy, virtual address) and set read_only on the other one only.',
      causes: rivals.map(({ name }) => ({ host: name, program: 'database', name: 'read_only' })),
    };
  }
}

/** Writable servers that replicate from one another, or of which none replicates from any. */
function coMasters(able: readonly Server[], graph: ReturnType<typeof edges>): Server[] {
  const follows = (a: Server, b: Server): boolean =>
    graph.some(({ source, channel }) => source === b && channel.server === a);
  return able.filter((server) =>
    able.some((other) => other !== server && follows(server, other) && follows(other, server)),
  );
}
