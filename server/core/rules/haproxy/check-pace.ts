import { nameOf } from '../../model/haproxy-proxies';
import { readTime } from '../../model/haproxy-time';
import { serverLines } from '../../model/server-lines';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'info',
  summary: 'checks that give a server up at the first failure, or only after half a minute',
  *check(proxy) {
    for (const { options, certain, name } of serverLines(proxy)) {
      const [fall, inter] = [options.get('fall'), options.get('inter')];
      if (!certain || !options.has('check')) continue;
      const failures = fall?.value === undefined ? 3 : Number(fall.value);
      const pause = inter?.value === undefined ? 2000 : readTime(inter.value)?.milliseconds;
      const blamed = inter?.valueSpan ?? fall?.valueSpan;
      if (fall?.valueSpan && failures === 1) {
        yield {
          span: fall.valueSpan,
          message: `With fall 1 one check that is lost or late takes ${name} of ${nameOf(proxy)} down, with all its sessions where on-marked-down says so`,
        };
      } else if (blamed && pause !== undefined && pause * failures > slow) {
        const seconds = Math.round((pause * failures) / 1000);
        yield {
          span: blamed,
          message: `${failures} failures at intervals of ${inter?.value ?? '2s'}: ${nameOf(proxy)} sends clients to a dead ${name} for ${seconds} seconds`,
        };
      }
    }
  },
});

/** Half a minute, in milliseconds. */
const slow = 30_000;
