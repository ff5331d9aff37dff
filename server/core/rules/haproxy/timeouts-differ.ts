import { modeOf, nameOf, settingOf } from '../../model/haproxy-proxies';
import { readTime } from '../../model/haproxy-time';
import { sectionOf } from '../../model/proxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'info',
  summary: 'a proxy that waits longer for one side of an idle connection than for the other',
  *check(proxy) {
    if (proxy.kind !== 'listen' || !proxy.hasServers || modeOf(proxy) !== 'tcp') return;
    const [client, server] = [settingOf(proxy, 'timeout client'), settingOf(proxy, 'timeout server')];
    if (!client || !server || client === 'unknown' || server === 'unknown') return;
    const [one, other] = [client.words[2], server.words[2]];
    if (!one || !other || one.dynamic || other.dynamic) return;
    const [first, second] = [readTime(one.text), readTime(other.text)];
    if (!first || !second || first.milliseconds === second.milliseconds) return;
    // What both inherit is said once, where it stands, by whoever inherits it first; here only what is its own.
    const own = sectionOf(proxy, server) === proxy ? server : sectionOf(proxy, client) === proxy ? client : undefined;
    const word = own?.words[2];
    if (!own || !word) return;
    const shorter = first.milliseconds < second.milliseconds ? 'client' : 'server';
    yield {
      span: wordSpan(proxy.block, own.line, word),
      message: `${nameOf(proxy)} waits ${one.text} for clients and ${other.text} for servers: of an idle connection the ${shorter} side is cut first, so that the other number never counts`,
    };
  },
});
