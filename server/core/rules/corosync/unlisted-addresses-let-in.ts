import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'packets from addresses that are not in the node list are let in',
  *check({ settings, nodes }) {
    const line = settings.get('totem.block_unlisted_ips');
    if (!line || line.value !== 'no' || nodes.length === 0) return;
    yield {
      span: line.valueSpan,
      message:
        'block_unlisted_ips: no lets in whoever is not in the node list: a machine taken out of the cluster and started with its old file disturbs the others, who form new memberships with it again and again',
      mend: { title: 'Delete block_unlisted_ips on all hosts', safe: false, edits: () => [deleteLine(line.keySpan)] },
    };
  },
});
