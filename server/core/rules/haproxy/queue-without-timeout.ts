import { modeOf, nameOf, settingOf } from '../../model/haproxy-proxies';
import { isActive, serverLines } from '../../model/server-lines';
import { wordSpan } from '../../syntax/haproxy';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'info',
  summary: 'clients that wait for a server only as long as a connection may take to open',
  *check(proxy) {
    // Which clients come to a backend is said elsewhere; a listen section says both.
    if (proxy.kind !== 'listen' || modeOf(proxy) !== 'tcp' || proxy.byKeyword.has('server-template')) return;
    const line = proxy.byKeyword.get('maxconn')?.at(-1);
    const value = line?.words[1];
    if (!line?.certain || !value || !/^\d+$/.test(value.text)) return;
    if (settingOf(proxy, 'timeout queue') !== undefined) return;
    const connect = settingOf(proxy, 'timeout connect');
    const patience = connect && connect !== 'unknown' ? connect.words[2] : undefined;
    if (!patience || patience.dynamic) return;
    const active = serverLines(proxy).filter(isActive);
    const limits = active.map(({ options, certain }) => (certain ? Number(options.get('maxconn')?.value) : NaN));
    const served = limits.reduce((sum, limit) => sum + limit, 0);
    // Without a limit, or with 0 for one, a server has no queue.
    if (active.length === 0 || Number.isNaN(served) || limits.includes(0) || served >= Number(value.text)) return;
    yield {
      span: wordSpan(proxy.block, line.line, value),
      message: `${nameOf(proxy)} lets in ${value.text} clients, and its servers serve ${served} at a time (maxconn): without timeout queue the others are cut off after ${patience.text}, the timeout connect`,
    };
  },
});
