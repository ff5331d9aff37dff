import { deleteLine } from '../finding';
import { whereVotesCount } from '../combinators/every-corosync-file';

export default whereVotesCount({
  severity: 'error',
  summary: 'a quorum device together with a feature that excludes it',
  *check({ on, device }) {
    if (!device) return;
    for (const key of excluded) {
      const pair = on(key);
      if (!pair) continue;
      yield {
        span: pair.keySpan,
        fatal: true,
        message: `${key} and a quorum device exclude each other: "corosync -t" is content, but corosync does not start`,
        related: [{ span: device.section.nameSpan, message: 'the quorum device' }],
        mend: {
          title: `Delete ${key} on all hosts and keep the device`,
          safe: false,
          edits: () => [deleteLine(pair.keySpan)],
        },
      };
    }
  },
});

/** Besides two_node, which has a rule of its own (votequorum_qdevice_is_configured of exec/votequorum.c). */
const excluded = ['auto_tie_breaker', 'last_man_standing', 'allow_downscale'] as const;
