import { numberIn, tokenInEffect } from '../../model/votequorum';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'a consensus timeout that is shorter than the timeouts it has to wait for',
  *check(file) {
    const { settings, nodes } = file;
    const written = settings.get('totem.consensus');
    const consensus = numberIn(written);
    // What is below 30 the daemon refuses by itself, which another rule says; 0 stands for nothing written.
    if (!written || !consensus || consensus < 30) return;
    const join = numberIn(settings.get('totem.join')) || 50;
    const token = tokenInEffect(file);
    const mend = {
      title: 'Delete consensus on all hosts and let corosync reckon it',
      safe: false,
      edits: () => [deleteLine(written.keySpan)],
    };
    if (consensus < join) {
      yield {
        span: written.valueSpan,
        severity: 'error',
        fatal: true,
        message: `consensus: ${consensus} is less than the join timeout, ${join} ms: corosync does not start`,
        mend,
      };
    } else if (nodes.length > 2 && consensus < token * 1.2) {
      yield {
        span: written.valueSpan,
        message: `consensus: ${consensus} is less than 1.2 times the token timeout, which is ${token} ms with ${nodes.length} nodes: when one goes down the others may fail to agree and form new memberships again and again`,
        mend,
      };
    }
  },
});
