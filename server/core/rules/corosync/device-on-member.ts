import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { nodeLabel } from '../../model/votequorum';

export default inEveryCorosyncFile({
  severity: 'error',
  summary: 'the quorum device runs on a node of the cluster it has to arbitrate',
  *check({ settings, nodes }) {
    const host = settings.get('quorum.device.net.host');
    if (!host) return;
    const wanted = host.value.toLowerCase();
    const node = nodes.find(
      ({ name, addresses }) => name?.toLowerCase() === wanted || addresses.some(({ address }) => address === wanted),
    );
    if (!node) return;
    yield {
      span: host.valueSpan,
      message: `The quorum device is ${nodeLabel(node)}, a node of this cluster: when that machine goes down its vote and the device's go together, and everything stops`,
      related: [{ span: node.section.nameSpan, message: `node ${nodeLabel(node)}` }],
    };
  },
});
