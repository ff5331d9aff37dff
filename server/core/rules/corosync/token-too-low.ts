import { numberIn, tokenInEffect } from '../../model/votequorum';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { deleteLine } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'a token timeout so short that a busy machine is taken for dead',
  *check(file) {
    const written = file.settings.get('totem.token');
    const token = numberIn(written);
    // What is below 30 the daemon refuses, which another rule says; 0 stands for nothing written.
    if (!written || token === undefined || token < 30) return;
    const effective = tokenInEffect(file);
    if (effective >= 1000) return;
    yield {
      span: written.valueSpan,
      message: `token: ${token} leaves a node ${effective} ms to answer: a backup, a live migration or a full disk takes longer, and the node is fenced although it is well`,
      mend: {
        title: 'Delete token on all hosts, which means 3000 ms with corosync 3',
        safe: false,
        edits: () => [deleteLine(written.keySpan)],
      },
    };
  },
});
