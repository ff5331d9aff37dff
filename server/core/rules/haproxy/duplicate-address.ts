import { nameOf } from '../../model/haproxy-proxies';
import { isActive, serverLines } from '../../model/server-lines';
import { serversIn } from '../../model/cluster-text';
import { repeated } from '../combinators/repeated';
import { deleteLine } from '../finding';
import { proxyRule } from '../proxy-rule';

export default proxyRule({
  severity: 'warning',
  summary: 'two servers of one proxy have the same address and port',
  *check(proxy) {
    const lines = new Map(serverLines(proxy).map((line) => [line.line, line]));
    const servers = serversIn(proxy.block).filter(({ line }) => {
      const read = lines.get(line);
      return read?.certain && isActive(read);
    });
    // A weight, a name or a cookie of its own shows that somebody wanted two of one.
    const keyOf = (server: (typeof servers)[number]): string | undefined => {
      const options = lines.get(server.line)?.options;
      const own = deliberate.map((name) => options?.get(name)?.value ?? (options?.has(name) ? name : ''));
      return server.port === undefined ? undefined : [server.address, server.port, ...own].join(' ');
    };
    for (const { item, first } of repeated(servers, keyOf)) {
      yield {
        span: item.addressSpan,
        message: `Server ${item.name} of ${nameOf(proxy)} is ${first.name} once more: ${item.address}:${item.port} gets twice its share of the clients, and its maxconn counts twice`,
        related: [{ span: first.addressSpan, message: `server ${first.name}` }],
        fixes: () => [{ title: `Delete server ${item.name}`, safe: false, edits: [deleteLine(item.nameSpan)] }],
      };
    }
  },
});

const deliberate = [
  'weight',
  'cookie',
  'id',
  'sni',
  'source',
  'proto',
  'ssl',
  'send-proxy',
  'send-proxy-v2',
  'namespace',
];
