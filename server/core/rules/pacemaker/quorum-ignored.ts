import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { isAddressAgent, runsDatabase } from '../../model/pacemaker/agent';
import { fencingOf } from '../../model/pacemaker/fencing';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'Pacemaker goes on without quorum',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    const atStake = texts.flatMap(({ resources }) =>
      resources.filter((each) => isAddressAgent(each) || runsDatabase(each)),
    );
    const fencing = fencingOf(texts);
    for (const { properties } of texts) {
      for (const { name, value, valueSpan, isKnown } of properties) {
        if (name !== 'no-quorum-policy' || value !== 'ignore' || !isKnown) continue;
        const first = atStake[0];
        const message = fencing.isOn
          ? 'Without quorum everything goes on, and only fencing decides who stays: corosync with two_node: 1, or a quorum device, knows better'
          : `Without quorum everything goes on: when the nodes lose sight of each other each of them starts ${first ? first.id.name : 'all resources'}, and both halves take writes`;
        yield {
          span: valueSpan,
          severity: fencing.isOn ? 'info' : first ? 'error' : 'warning',
          message,
          related: first ? [{ span: first.id.span, message: 'runs twice then' }] : [],
          fixes: () => [
            { title: 'Stop everything where quorum is lost', safe: false, edits: [replace(valueSpan, 'stop')] },
          ],
        };
      }
    }
  },
});
