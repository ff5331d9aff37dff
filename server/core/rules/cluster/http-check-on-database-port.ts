import { decidingLine, healthCheck } from '../../model/proxy-options';
import { isDatabase } from '../../model/host';
import { poolName } from '../../model/pool-proxies';
import { poolRule } from '../pool-rule';
import { insertBehind } from '../finding';
import { wordSpan } from '../../syntax/haproxy';

export default poolRule({
  severity: 'error',
  summary: "an HTTP check that asks the database's own port",
  *check(pool) {
    const { proxy, members } = pool;
    const check = healthCheck(proxy);
    if (!check || check === 'unknown' || check.kind !== 'httpchk') return;
    if (decidingLine(proxy, 'http-check', ({ words }) => words[1]?.text === 'connect')) return;
    for (const { line, host } of members) {
      const { options, certain, nameSpan, name } = line;
      const watched = options.get('check');
      if (!certain || !watched || options.has('port') || options.has('addr') || options.has('track')) continue;
      if (!host || !isDatabase(host)) continue;
      const keyword = check.line.words[0];
      yield {
        span: nameSpan,
        message: `The check of ${poolName(pool)} speaks HTTP to the database itself, because server ${name} has no port for checks: HAProxy gets no answer it understands and takes ${host.name} for down`,
        related: keyword
          ? [{ span: wordSpan(check.section.block, check.line.line, keyword), message: 'the HTTP check' }]
          : [],
        fixes: () =>
          watched.span.block === nameSpan.block && watched.span.line === nameSpan.line
            ? [
                {
                  title: 'Ask port 9200, where clustercheck answers by custom',
                  safe: false,
                  edits: [insertBehind(watched.span, ' port 9200')],
                },
              ]
            : [],
      };
    }
  },
});
