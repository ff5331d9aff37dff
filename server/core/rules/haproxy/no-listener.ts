import { haproxyFiles } from '../../model/haproxy-proxies';
import { perReading } from '../../model/haproxy-reading';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a configuration in which nothing listens',
  *check(host) {
    const files = haproxyFiles(host);
    const [file] = files;
    // Which other files HAProxy is started with nobody can tell, so only the usual single one is judged.
    if (!file || files.length > 1 || !/(^|\/)haproxy\.cfg$/.test(file.path)) return;
    const readings = file.blocks.flatMap((block) => listens(block) ?? []);
    // A piece of a configuration has no global section, or nothing that clients could come to.
    if (!readings.some(({ isGlobal }) => isGlobal) || readings.some(({ mayListen }) => mayListen)) return;
    const proxy = readings.find(({ isProxy }) => isProxy);
    if (!proxy) return;
    const { span } = proxy;
    yield {
      span,
      fatal: true,
      message: `No line of ${file.path} lets HAProxy listen anywhere, neither a bind nor a stats socket: it ends with status 2 in place of starting`,
    };
  },
});

const listens = perReading(({ section, statements }) => ({
  span: section.keywordSpan,
  isGlobal: section.keyword === 'global',
  isProxy: /^(frontend|listen)$/.test(section.keyword),
  mayListen:
    !/^(global|defaults|frontend|listen|backend|resolvers|userlist|cache|http-errors)$/.test(section.keyword) ||
    statements.some(({ words }) => {
      const [first, second] = words.map(({ text }) => text);
      return first === 'bind' || (first === 'stats' && second === 'socket') || words[0]?.dynamic === true;
    }),
}));
