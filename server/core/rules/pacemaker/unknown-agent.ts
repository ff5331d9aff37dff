import { agentText } from '../../model/pacemaker/agent';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

/** Programs beside whose agents those of the package are used, and for whose own people take them. */
const programs = new Set(['corosync', 'clusterlabs', 'crmsh', 'pcs', 'mariadb', 'galera', 'haproxy', 'ocf', 'lsb']);

/** Whether somebody who wrote this provider meant `heartbeat`. Any other name may be that of somebody's own agents. */
function meansHeartbeat(provider: string): boolean {
  return programs.has(provider.toLowerCase()) || closest(provider, ['heartbeat']).length > 0;
}

export default clusterRule({
  severity: 'warning',
  summary: 'a resource agent has a misspelt name',
  *check(cluster, { pacemaker }) {
    for (const { resources } of pacemakerFiles(cluster)) {
      for (const { id, agent } of resources) {
        if (agent?.class !== 'ocf' || !id.isKnown || agent.provider === undefined || agent.type.includes('$')) continue;
        const written = agentText(agent);
        const near =
          agent.provider === 'heartbeat'
            ? pacemaker.heartbeat.has(agent.type)
              ? []
              : closest(agent.type, pacemaker.heartbeat).map((type) => `ocf:heartbeat:${type}`)
            : !meansHeartbeat(agent.provider) || !pacemaker.heartbeat.has(agent.type)
              ? []
              : [`ocf:heartbeat:${agent.type}`];
        if (near.length === 0) continue;
        const isWhole = agent.span.end - agent.span.start === written.length;
        yield {
          span: agent.span,
          message: `${written} is no agent that packages bring: the crm shell says "no such resource agent", and ${id.name} cannot start where it is not there${didYouMean(near)}`,
          fixes: () => (isWhole ? renamings(agent.span, near, false) : []),
        };
      }
    }
  },
});
