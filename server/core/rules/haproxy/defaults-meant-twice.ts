import { collectedReadings } from '../../model/haproxy-reading';
import { haproxyFiles } from '../../model/haproxy-files';
import { insertBehind } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a defaults section that some sections name and others get because it stands above them',
  *check(host) {
    for (const headers of haproxyFiles(host).map(headersOf)) {
      const named = new Set(headers.flatMap(({ keyword, from }) => (keyword !== 'defaults' && from) || []));
      if (named.size === 0) continue;
      let last: string | undefined;
      for (const { keyword, name, from, span } of headers) {
        if (keyword === 'defaults') last = name;
        else if (from === undefined && last !== undefined && named.has(last)) {
          const meant = last;
          yield {
            span,
            message: `This ${keyword} gets its settings from defaults ${meant} because that stands above it, and other sections name it: HAProxy calls that ambiguous, because another defaults section between them changes this one alone`,
            fixes: () => [{ title: `Write from ${meant}`, safe: true, edits: [insertBehind(span, ` from ${meant}`)] }],
          };
        }
      }
    }
  },
});

/** The headers of the sections that have defaults or are such, in order. */
const headersOf = collectedReadings(({ section, state }) => {
  const { keyword, name, from, nameSpan, keywordSpan } = section;
  return state === 'live' && /^(defaults|frontend|backend|listen)$/.test(keyword)
    ? { keyword, name, from, span: nameSpan ?? keywordSpan }
    : undefined;
});
