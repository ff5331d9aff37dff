import { isDatabase } from '../../model/host';
import { listening } from '../../model/listening';
import { poolName } from '../../model/pool-proxies';
import { wordSpan } from '../../syntax/haproxy';
import { poolRule } from '../pool-rule';

export default poolRule({
  severity: 'warning',
  summary: 'TLS around connections to a database, which begins TLS by itself inside its protocol',
  *check(pool) {
    for (const sender of pool.senders) {
      for (const { words, line, certain } of sender.statements) {
        const ssl = words.find(({ text }) => text === 'ssl');
        if (!certain || words[0]?.text !== 'bind' || !ssl || words.indexOf(ssl) < 2) continue;
        yield {
          span: wordSpan(sender.block, line, ssl),
          // Another proxy or stunnel in front may speak TLS to this one.
          severity: 'info',
          message: `HAProxy waits for a TLS handshake before ${poolName(pool)}, but clients of MySQL and MariaDB wait for the server to speak first: unless a tunnel is in front, neither begins and the connection times out`,
        };
      }
    }
    for (const { line, host, server } of pool.members) {
      const ssl = line.options.get('ssl');
      if (!ssl || !line.certain || !host || !isDatabase(host)) continue;
      // On another port a tunnel may listen.
      if (server.port === undefined || !listening(host)?.ports.includes(server.port)) continue;
      yield {
        span: ssl.span,
        message: `HAProxy begins a TLS handshake with ${host.name} before a word is said, but MySQL and MariaDB speak first and begin TLS later: the connection breaks`,
      };
    }
  },
});
