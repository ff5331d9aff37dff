import { isWatched, serverLines } from '../../model/server-lines';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'error',
  summary: 'a server that cannot follow the health of another',
  *check(proxy) {
    const servers = serverLines(proxy);
    if (!servers.some(({ options }) => options.has('track'))) return;
    const byName = new Map(servers.map((server) => [server.name, server]));
    for (const { name, options, nameSpan, certain } of servers) {
      const track = options.get('track');
      if (!track || !certain) continue;
      const { block, line } = nameSpan;
      const span = track.span.block === block && track.span.line === line ? track.span : nameSpan;
      if (options.has('check')) {
        const message = `Server ${name} has check and track, which exclude each other: HAProxy does not start`;
        yield { span, fatal: true, message };
        continue;
      }
      const followed = byName.get(track.value ?? '');
      if (!followed?.certain || isWatched(followed)) continue;
      yield {
        span,
        fatal: true,
        message: `Server ${name} follows the health of ${followed.name}, which has no check: HAProxy does not start`,
        related: [{ span: followed.nameSpan, message: `server ${followed.name}` }],
      };
    }
  },
});
