import { nameOf } from '../../model/haproxy-proxies';
import { optionLine } from '../../model/proxy-options';
import { serverLines } from '../../model/server-lines';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'warning',
  summary: 'several servers, and all of them get no clients, or all but one, because of their backup and weight',
  *check(proxy) {
    if (proxy.byKeyword.has('server-template')) return;
    const lines = serverLines(proxy);
    const [first] = lines;
    if (!first || lines.some(({ certain }) => !certain)) return;
    if (lines.length > 1 && lines.every(({ options }) => options.has('backup')) && !optionLine(proxy, 'allbackups')) {
      yield {
        span: first.nameSpan,
        message: `All servers of ${nameOf(proxy)} are backup, and without option allbackups only the first that is up, ${first.name}, gets clients`,
      };
    }
    const active = lines.filter(({ options }) => !options.has('backup') && !options.has('disabled'));
    if (active.length > 0 && active.every(({ options }) => options.get('weight')?.value === '0')) {
      yield {
        span: first.nameSpan,
        message: `All servers of ${nameOf(proxy)} have weight 0: they get no new client, and HAProxy answers that no server is available`,
      };
    }
  },
});
