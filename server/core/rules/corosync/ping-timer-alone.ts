import { sectionsIn } from '../../model/corosync-settings';
import { inEveryCorosyncFile } from '../combinators/every-corosync-file';

export default inEveryCorosyncFile({
  severity: 'warning',
  summary: "one of a link's two ping timers without the other",
  *check({ document }) {
    for (const section of document.blocks.flatMap((block) => sectionsIn(block))) {
      if (section.path !== 'totem.interface') continue;
      const [interval, timeout] = ['knet_ping_interval', 'knet_ping_timeout'].map((name) =>
        section.pairs.findLast(({ key }) => key === name),
      );
      const alone = interval && !timeout ? interval : timeout && !interval ? timeout : undefined;
      if (!alone) continue;
      yield {
        span: alone.keySpan,
        message: `${alone.key} stands here without ${alone === interval ? 'knet_ping_timeout' : 'knet_ping_interval'}: corosync reckons the other one from the token timeout, and a link may be given up before its ping is due`,
      };
    }
  },
});
