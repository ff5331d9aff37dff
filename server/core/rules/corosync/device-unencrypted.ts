import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { replace } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'the vote of the quorum device comes over an open connection',
  *check({ settings }) {
    const tls = settings.get('quorum.device.net.tls');
    if (!tls || tls.value !== 'off' || !settings.get('quorum.device.model')?.value) return;
    yield {
      span: tls.valueSpan,
      message:
        'With tls: off anybody between the nodes and the quorum device may cast its vote, and so decide which half lives',
      mend: {
        title: 'Ask for TLS on all hosts, which need certificates',
        safe: false,
        edits: () => [replace(tls.valueSpan, 'required')],
      },
    };
  },
});
