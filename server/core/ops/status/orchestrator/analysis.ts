import type { ObservedCluster } from '../cluster';
import type { Verdict } from '../verdict';

/** Codes of Orchestrator's analysis that mean an outage; all others but NoProblem are warnings. */
const critical =
  /^(DeadMaster|DeadMasterAndReplicas|DeadMasterAndSomeReplicas|UnreachableMaster|AllMasterReplicasNotReplicating|LockedSemiSyncMaster|DeadCoMaster)/;

/** What Orchestrator finds, and what keeps it from acting. */
export function* orchestratorAnalysis(cluster: ObservedCluster): Generator<Verdict> {
  for (const { host, orchestrator } of cluster.hosts) {
    if (!orchestrator?.answered) continue;
    const { analysis, blockedRecoveries, isLeader } = orchestrator.value;
    for (const row of analysis) {
      const code = row['Analysis'] ?? '';
      if (code === '' || code === 'NoProblem') continue;
      const about = row['AnalyzedInstanceKey'] ?? host;
      yield {
        id: 'orchestrator/analysis',
        level: critical.test(code) ? 'critical' : 'degraded',
        program: 'orchestrator',
        hosts: [cluster.hostAt(about.replace(/:\d+$/, ''))?.name ?? host],
        subject: code,
        summary: `Orchestrator on ${host} says ${code} of ${about}: ${row['Description'] ?? ''}`,
        evidence: [
          { host, field: 'Analysis', value: code },
          { host, field: 'AnalyzedInstanceKey', value: about },
        ],
        means: 'This is what Orchestrator would act on.',
        next: 'Compare with what is said of the servers themselves; recoveries it made are under /api/audit-recovery.',
      };
    }
    if (blockedRecoveries.length > 0) {
      yield {
        id: 'orchestrator/recovery-blocked',
        level: 'critical',
        program: 'orchestrator',
        hosts: [host],
        summary: `Orchestrator on ${host} will not fail over: ${blockedRecoveries.length} earlier recoveries are not acknowledged`,
        evidence: blockedRecoveries.map((row) => ({
          host,
          field: 'blocked',
          value: `${row['Analysis'] ?? ''} ${row['FailedInstanceKey'] ?? ''}`,
        })),
        means:
          'After one recovery a cluster is blocked for RecoveryPeriodBlockSeconds, or until somebody acknowledges it.',
        next: 'orchestrator-client -c ack-all-recoveries --reason "..." after looking at the last recovery.',
      };
    }
    if (
      isLeader === false &&
      !cluster.hosts.some((each) => each.orchestrator?.answered && each.orchestrator.value.isLeader)
    ) {
      yield {
        id: 'orchestrator/no-leader',
        level: 'degraded',
        program: 'orchestrator',
        hosts: [host],
        summary: 'none of the Orchestrators that answer is the leader',
        evidence: [{ host, field: '/api/leader-check', value: 'not the leader' }],
        means: 'Only the leader recovers; the raft group may have lost its majority.',
        next: 'Look at /api/raft-state on all of them.',
      };
    }
  }
}
