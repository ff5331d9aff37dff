import { nameOf } from '../../model/haproxy-proxies';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'warning',
  summary: 'a frontend that listens nowhere',
  *check(proxy) {
    if (!proxy.takesClients || proxy.byKeyword.has('bind')) return;
    const { nameSpan, keywordSpan } = proxy.section;
    yield {
      span: nameSpan ?? keywordSpan,
      message: `${nameOf(proxy)} has no bind line: HAProxy accepts it with a warning, but no client can reach it`,
    };
  },
});
