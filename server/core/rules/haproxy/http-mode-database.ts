import { collectedProxies, isEnabled, modeOf, nameOf, type Proxy, proxiesOf } from '../../model/haproxy-proxies';
import { serversIn } from '../../model/cluster-text';
import { defaultPort } from '../../model/listening';
import { perReading } from '../../model/haproxy-reading';
import { referencesOf } from '../../model/haproxy-references';
import { wordSpan } from '../../syntax/haproxy';
import { lineSpan } from '../../syntax/tree';
import { type Edit, insertAfter, replace } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a database behind a proxy in http mode',
  *check(host) {
    for (const { proxy, check } of databasesInHttp(host)) {
      const inherits = proxy.settings.has('mode') ? '' : ', which it inherits from its defaults';
      yield {
        span: check.span,
        message: `${nameOf(proxy)} ${check.says}, but works in http mode${inherits}: "haproxy -c" is content, but no client ever gets through, because HAProxy waits for an HTTP request`,
        fixes: () => {
          const senders = proxiesOf(host).filter(
            (each) => each !== proxy && each.takesClients && sendsTo(each, proxy.name),
          );
          // A sender that serves other backends too may have to stay in http mode.
          if (senders.some((each) => referencesOf(each).some(({ name }) => name !== proxy.name))) return [];
          const edits = [proxy, ...senders.filter((each) => modeOf(each) === 'http')].map(toTcp);
          return [{ title: 'Work in tcp mode', safe: true, edits }];
        },
      };
    }
  },
});

/** Proxies in http mode, with what shows that they serve databases. */
const databasesInHttp = collectedProxies((proxy) => {
  if (!proxy.hasBackend || !isEnabled(proxy) || modeOf(proxy) !== 'http') return undefined;
  const check = databaseCheck(proxy.block) ?? databasePort(proxy);
  return check && { proxy, check };
});

/** The line by which a section says that its servers are databases. */
const databaseCheck = perReading(({ block, statements }) => {
  const found = statements.find(({ words, certain, prefix }) => {
    const [keyword, option] = words;
    return certain && !prefix && keyword?.text === 'option' && (option?.text ?? '') in databases;
  });
  const [keyword, option] = found?.words ?? [];
  if (!found || !keyword || !option) return undefined;
  return {
    span: { ...wordSpan(block, found.line, keyword), end: option.end },
    says: `checks for ${databases[option.text]}`,
  };
});

/** Without such a check the port tells it, where all servers have that of MySQL and MariaDB. */
function databasePort({ block }: Proxy) {
  const servers = serversIn(block);
  const [first] = servers;
  if (!first || servers.some(({ port }) => port !== defaultPort)) return undefined;
  return { span: first.addressSpan, says: `sends clients to port ${defaultPort}, where MySQL and MariaDB listen` };
}

const databases: Readonly<Record<string, string>> = {
  'mysql-check': 'MySQL',
  'pgsql-check': 'PostgreSQL',
  'redis-check': 'Redis',
};

function sendsTo(proxy: Proxy, name: string | undefined): boolean {
  return isEnabled(proxy) && referencesOf(proxy).some((reference) => reference.name === name);
}

/** Overrides what the defaults say, because other proxies may build on those. */
function toTcp({ block, settings, statements }: Proxy): Edit {
  const mode = settings.get('mode');
  const value = mode?.words[1];
  if (mode && value) return replace(wordSpan(block, mode.line, value), 'tcp');
  const first = statements[0];
  const indent = /^\s*/.exec(block.lines[first?.line ?? 0]?.text ?? '')?.[0] || '  ';
  return insertAfter(lineSpan(block, 0), `${indent}mode tcp`);
}
