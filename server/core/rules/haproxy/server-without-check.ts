import { nameOf, type Proxy } from '../../model/haproxy-proxies';
import { healthCheck } from '../../model/proxy-options';
import { isWatched, type ServerLine, serverLines } from '../../model/server-lines';
import { insertBehind, type Severity } from '../finding';
import { proxyRule } from '../proxy-rule';
import { wordSpan } from '../../syntax/haproxy';

export default proxyRule({
  severity: 'warning',
  summary: 'a server among several that nobody checks, so that it gets clients when it is dead',
  *check(proxy) {
    const lines = serverLines(proxy).filter(({ options }) => !options.has('disabled'));
    if (lines.length < 2 || lines.some(({ options }) => options.has('resolvers'))) return;
    const blind = lines.filter((line) => line.certain && !isWatched(line));
    const backups = lines.filter(({ options }) => options.has('backup'));
    for (const line of blind) {
      const isLastResort = backups.length === 1 && backups[0] === line;
      const harm = isLastResort
        ? 'HAProxy counts it as up for ever, so nobody hears that the last resort is dead'
        : 'HAProxy goes on sending it its share of the clients when it is dead';
      yield {
        span: line.nameSpan,
        severity: isLastResort ? 'info' : severityOf(proxy),
        message: `Server ${line.name} of ${nameOf(proxy)} has no check: ${harm}`,
        fixes: () => [
          {
            title: `Check the servers of ${nameOf(proxy)}`,
            safe: false,
            edits: blind.flatMap((each) => checking(proxy, each)),
          },
        ],
      };
    }
  },
});

/** Where a protocol is set for checks somebody wanted them. */
function severityOf(proxy: Proxy): Severity {
  return healthCheck(proxy) ? 'error' : 'warning';
}

function checking(proxy: Proxy, { line }: ServerLine) {
  const address = proxy.statements.find((statement) => statement.line === line)?.words[2];
  return address ? [insertBehind(wordSpan(proxy.block, line, address), ' check')] : [];
}
