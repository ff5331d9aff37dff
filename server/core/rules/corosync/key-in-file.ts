import { cryptoOf } from '../../model/corosync-settings';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'the secret key of the cluster stands in corosync.conf itself',
  *check({ settings }) {
    const key = settings.get('totem.key');
    if (!key || !cryptoOf(settings).usesKey) return;
    const keyfile = settings.get('totem.keyfile');
    yield {
      span: key.keySpan,
      message: keyfile
        ? `This key has no effect, because keyfile: ${keyfile.value} is read in its place; delete it, in case it is a real one`
        : 'The secret of the cluster stands in a file that anybody on the host may read, and goes wherever the file goes: who has it may join the cluster. Put it into /etc/corosync/authkey',
      mend: keyfile && { title: 'Delete the key on all hosts', safe: true, edits: () => [deleteLine(key.keySpan)] },
    };
  },
});
