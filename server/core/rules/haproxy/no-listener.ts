import { haproxyFiles, sectionsOf } from '../../model/haproxy-files';
import { collectedReadings } from '../../model/haproxy-reading';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a configuration in which nothing listens',
  *check(host) {
    const files = haproxyFiles(host);
    const [file] = files;
    // Which other files HAProxy is started with nobody can tell, so only the usual single one is judged.
    if (!file || files.length > 1 || !/(^|\/)haproxy\.cfg$/.test(file.path)) return;
    // A piece of a configuration has neither a global section nor defaults, or nothing that clients could come to.
    const [span] = clientSides(file);
    if (!span || listeners(file).length > 0) return;
    if (sectionsOf(host, 'global').length + sectionsOf(host, 'defaults').length === 0) return;
    yield {
      span,
      fatal: true,
      message: `No line of ${file.path} lets HAProxy listen anywhere, neither a bind nor a stats socket: it ends with status 2 in place of starting`,
    };
  },
});

/** Where the sections begin that clients may come to. */
const clientSides = collectedReadings(({ section }) =>
  /^(frontend|listen)$/.test(section.keyword) ? section.keywordSpan : undefined,
);

/** The sections that listen, or may do so. */
const listeners = collectedReadings(({ section, statements }) => {
  const isKnown = /^(global|defaults|frontend|listen|backend|resolvers|userlist|cache|http-errors)$/.test(
    section.keyword,
  );
  const switched = statements.findLast(({ words }) => /^(disabled|enabled)$/.test(words[0]?.text ?? ''));
  const isOff = switched?.certain === true && switched.words[0]?.text === 'disabled';
  const listens = statements.some(({ words }) => {
    const [first, second] = words;
    return (
      (first?.text === 'bind' && !isOff) ||
      (first?.text === 'stats' && second?.text === 'socket') ||
      first?.dynamic === true
    );
  });
  return listens || !isKnown ? true : undefined;
});
