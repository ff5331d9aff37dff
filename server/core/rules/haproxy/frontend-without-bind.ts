import { isEnabled, nameOf, proxiesOf } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a frontend that listens nowhere',
  *check(host) {
    for (const proxy of proxiesOf(host)) {
      if (!proxy.takesClients || !isEnabled(proxy) || listens(proxy.block)) continue;
      const { nameSpan, keywordSpan } = proxy.section;
      yield {
        span: nameSpan ?? keywordSpan,
        message: `${nameOf(proxy)} has no bind line: HAProxy accepts it with a warning, but no client can reach it`,
      };
    }
  },
});

const listens = perReading(({ statements }) => statements.some(({ words }) => words[0]?.text === 'bind'));
