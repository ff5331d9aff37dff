import { isEnabled, nameOf, proxiesOf } from '../../model/haproxy-proxies';
import { decidingLine, optionLine } from '../../model/proxy-options';
import { serverLines } from '../../model/server-lines';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'several servers, and all of them get no clients, or all but one, because of their backup and weight',
  *check(host) {
    for (const proxy of proxiesOf(host)) {
      if (!proxy.hasServers || !isEnabled(proxy)) continue;
      if (decidingLine(proxy, ({ words }) => words[0]?.text === 'server-template')) continue;
      const lines = serverLines(proxy);
      const [first] = lines;
      if (!first || lines.some(({ certain }) => !certain)) continue;
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
    }
  },
});
