import { isReadByCorosync2 } from '../../model/corosync-host';
import { sectionsIn } from '../../model/corosync-settings';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { replace } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'a transport that corosync 3 is giving up',
  *check(file) {
    const { settings, document } = file;
    const transport = settings.get('totem.transport');
    // Corosync 2 has nothing better.
    if (transport && /^udpu?$/.test(transport.value) && !isReadByCorosync2(file)) {
      yield {
        span: transport.valueSpan,
        message: `transport: ${transport.value} is deprecated, and with corosync 3 it has one link and no encryption: when that link fails the cluster splits, and whoever can send to it may join`,
        mend: {
          title: 'Use knet on all hosts',
          safe: false,
          edits: () => [replace(transport.valueSpan, 'knet')],
        },
      };
    }
    for (const { path, pairs } of document.blocks.flatMap((block) => sectionsIn(block))) {
      const link = path === 'totem.interface' && pairs.findLast(({ key }) => key === 'knet_transport');
      if (!link || link.value !== 'sctp') continue;
      yield {
        span: link.valueSpan,
        message:
          'knet_transport: sctp is deprecated, and where the kernel does not know SCTP the link does not come up: corosync says "Protocol not supported" and 3.1.9 ends',
        mend: { title: 'Use udp on all hosts', safe: false, edits: () => [replace(link.valueSpan, 'udp')] },
      };
    }
  },
});
