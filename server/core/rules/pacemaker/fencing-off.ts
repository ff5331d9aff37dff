import { corosyncGroups } from '../../model/corosync-files';
import { isAddressAgent, runsDatabase } from '../../model/pacemaker/agent';
import { fencingOf } from '../../model/pacemaker/fencing';
import { pacemakerFiles } from '../../model/pacemaker/pacemaker-files';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'warning',
  summary: 'Pacemaker does not fence nodes that are lost',
  *check(cluster) {
    const texts = pacemakerFiles(cluster);
    const { off, hasDevice } = fencingOf(texts);
    if (off.length === 0) return;
    const resources = texts.flatMap((text) => text.resources);
    const writer = resources.find((each) => runsDatabase(each) || isAddressAgent(each));
    const twoNode = corosyncGroups(cluster)
      .flat()
      .flatMap(({ settings }) => settings.get('quorum.two_node') ?? [])
      .find(({ value }) => value === '1');
    for (const { valueSpan } of off) {
      const [consequence, severity] =
        twoNode && writer
          ? ([
              `with two_node: 1 each of two nodes that lose sight of each other is quorate and starts ${writer.id.name}: both take writes`,
              'error',
            ] as const)
          : ([
              'what ran on a node that does not answer is started elsewhere, although it may still run there',
              'warning',
            ] as const);
      yield {
        span: valueSpan,
        severity,
        message: `Fencing is off: ${consequence}`,
        related: twoNode && writer ? [{ span: twoNode.valueSpan, message: 'two_node: 1' }] : [],
        // Without a device Pacemaker starts nothing at all while fencing is on.
        fixes: () =>
          hasDevice ? [{ title: 'Switch fencing on', safe: false, edits: [replace(valueSpan, 'true')] }] : [],
      };
    }
  },
});
