import { sectionAt } from '../../model/corosync-settings';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';
import { insertAfter } from '../finding';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: 'a cluster in which nobody counts votes',
  *check({ settings, nodes, document }) {
    if (settings.has('quorum.provider') || nodes.length < 2) return;
    const section = sectionAt(document, 'quorum');
    const counted = section?.pairs.find(({ key }) => votequorumKeys.test(key));
    const span = counted?.keySpan ?? (section ?? sectionAt(document, 'totem'))?.nameSpan;
    if (!span) return;
    const first = section?.pairs[0];
    yield {
      span,
      severity: counted ? 'error' : 'warning',
      message: `${counted ? `${counted.key} has no effect, because no provider counts votes` : 'No provider counts votes'}: after a cut every part of the cluster takes itself for whole, and both go on. Pacemaker wants provider: corosync_votequorum`,
      mend: first && {
        title: 'Let corosync_votequorum count votes on all hosts',
        safe: false,
        edits: () => [insertAfter(first.valueSpan, 'provider: corosync_votequorum')],
      },
    };
  },
});

/** Keys that only votequorum reads. */
const votequorumKeys = /^(two_node|expected_votes|wait_for_all|auto_tie_breaker|last_man_standing)$/;
