import { agentText } from '../../model/pacemaker/agent';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { clusterRule } from '../rule';

/** Providers that packages bring; anybody may have others. */
const providers = new Set([
  'heartbeat',
  'pacemaker',
  'linbit',
  'percona',
  'openstack',
  'redhat',
  'suse',
  'lsyncd',
  'booth',
  'esos',
  'mysql',
]);

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
            : providers.has(agent.provider) || !pacemaker.heartbeat.has(agent.type)
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
