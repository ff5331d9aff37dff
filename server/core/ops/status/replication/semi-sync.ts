import { counter, isVariableOn, type ObservedCluster, type Server, variable } from '../cluster';
import type { Verdict } from '../verdict';

/** Semi-synchronous sources that have fallen back to asynchronous, or that make every commit wait. */
export function* semiSync(cluster: ObservedCluster): Generator<Verdict> {
  for (const server of cluster.servers) {
    const word = ['source', 'master'].find((each) => `rpl_semi_sync_${each}_enabled` in server.database.variables);
    if (word === undefined || !isVariableOn(server, `rpl_semi_sync_${word}_enabled`)) continue;
    const of = (name: string): string => `rpl_semi_sync_${word}_${name}`;
    const { status, variables } = server.database;
    const clients = Number(status[of('clients')] ?? 0);
    const needed = Number(variables[of('wait_for_replica_count')] ?? variables[of('wait_for_slave_count')] ?? 1);
    const waiting = server.database.processes.filter((row) => /semi-sync ACK/i.test(row['STATE'] ?? ''));
    const evidence = [
      counter(server, of('status')),
      counter(server, of('clients')),
      counter(server, of('no_tx')),
      variable(server, of('timeout')),
    ];
    if (status[of('status')] === 'ON' && clients < needed && waiting.length > 0)
      yield locked(server, waiting.length, evidence);
    else if (status[of('status')] === 'OFF' || clients < needed)
      yield degraded(server, clients, needed, evidence, of('enabled'));
  }
}

function locked(server: Server, waiting: number, evidence: Verdict['evidence']): Verdict {
  return {
    id: 'replication/semi-sync-locked',
    level: 'critical',
    program: 'database',
    hosts: [server.name],
    summary: `${waiting} session${waiting === 1 ? '' : 's'} of ${server.name} wait for a replica to acknowledge a commit, and no replica is there`,
    evidence: [
      ...evidence,
      { host: server.name, field: 'PROCESSLIST.STATE', value: `${waiting} × Waiting for semi-sync ACK` },
    ],
    means: 'Applications hang at every commit until the timeout of semi-synchronous replication.',
    next: 'Bring a semi-synchronous replica back. To let writes through at once: SET GLOBAL rpl_semi_sync_master_enabled = 0 (rpl_semi_sync_source_enabled), knowing that commits are on one host only.',
  };
}

function degraded(
  server: Server,
  clients: number,
  needed: number,
  evidence: Verdict['evidence'],
  option: string,
): Verdict {
  return {
    id: 'replication/semi-sync-degraded',
    level: 'degraded',
    program: 'database',
    hosts: [server.name],
    summary: `${server.name} commits without waiting for a replica: ${clients} of ${needed} semi-synchronous replicas are connected`,
    evidence,
    means:
      'Semi-synchronous replication is switched on and has fallen back to asynchronous: a crash of the source loses commits.',
    next: 'Look at the replicas: their rpl_semi_sync_slave_enabled (rpl_semi_sync_replica_enabled) must be on before their receiving thread starts.',
    causes: [{ host: server.name, program: 'database', name: option }],
  };
}
