import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { replace } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'messages of the cluster are signed with a hash that is no longer good enough',
  *check({ settings }) {
    const hash = settings.get('totem.crypto_hash');
    if (!hash || !/^(md5|sha1)$/.test(hash.value)) return;
    yield {
      span: hash.valueSpan,
      message: `crypto_hash: ${hash.value} is weak, and libraries are giving it up: a host with a newer one may not join any more`,
      mend: { title: 'Sign with sha256 on all hosts', safe: false, edits: () => [replace(hash.valueSpan, 'sha256')] },
    };
  },
});
