import { isAddressAgent, runsDatabase } from '../../model/pacemaker/agent';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { type Fix, insertBehind } from '../finding';
import type { Resource } from '../../model/pacemaker/pacemaker';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'Pacemaker never looks whether a resource still runs',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    // Text of the crm shell may be added to what is there, and a later file may say more of a resource.
    const watched = new Set(
      texts.flatMap(({ resources }) => resources.filter((each) => each.isWatched).map(({ id }) => id.name)),
    );
    for (const { resources } of texts) {
      for (const resource of resources) {
        const { id, isWatched, isOpen, kind, agent } = resource;
        if (kind !== 'primitive' || isWatched !== false || !id.isKnown || isOpen || watched.has(id.name) || !agent)
          continue;
        yield {
          span: id.span,
          message: `${id.name} has no monitor operation with an interval: once started Pacemaker takes it for running, and a ${wordOf(resource)} that is gone is never restarted or moved`,
          fixes: () => withMonitor(resource),
        };
      }
    }
  },
});

function wordOf(resource: Resource): string {
  if (runsDatabase(resource)) return 'database';
  return isAddressAgent(resource) ? 'address' : 'service';
}

/** Behind the name of the agent any list may follow; where attributes stand there without `params` one cannot tell. */
function withMonitor({ agent, kind, parameters }: Resource): Fix[] {
  if (!agent || kind !== 'primitive' || agent.span.block.document.language !== 'crm') return [];
  const { block, line, end } = agent.span;
  const [next] = (block.lines[line]?.text.slice(end) ?? '').trim().split(/\s+/);
  const isPlain = next === '' || next === '\\' || /^(params|meta|op|operations)$/.test(next ?? '');
  if (!isPlain && parameters.length > 0) return [];
  return [
    {
      title: 'Look every 20 seconds',
      safe: false,
      edits: [insertBehind(agent.span, ' op monitor interval=20s timeout=30s')],
    },
  ];
}
