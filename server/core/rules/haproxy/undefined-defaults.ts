import { collectedReadings } from '../../model/haproxy-reading';
import { haproxyFiles, sectionsOf } from '../../model/haproxy-files';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a section builds on defaults that are not defined above it',
  *check(host) {
    const files = haproxyFiles(host);
    // In which order HAProxy reads several files is not certain, so there any place will do.
    const defined = new Set(
      files.length > 1 ? sectionsOf(host, 'defaults').flatMap(({ section }) => section.name ?? []) : [],
    );
    for (const { keyword, name, from, fromSpan, isLive } of files.flatMap(headersOf)) {
      if (isLive && from !== undefined && fromSpan && !defined.has(from)) {
        const suggestions = closest(from, defined);
        yield {
          span: fromSpan,
          fatal: true,
          message: `There is no defaults section ${from} above this ${keyword}: HAProxy does not start${didYouMean(suggestions)}`,
          fixes: () => renamings(fromSpan, suggestions),
        };
      }
      if (keyword === 'defaults' && name !== undefined) defined.add(name);
    }
  },
});

/** The headers of sections that name their defaults or are such. */
const headersOf = collectedReadings(({ section, state }) => {
  const { keyword, name, from, fromSpan } = section;
  return from === undefined && keyword !== 'defaults'
    ? undefined
    : { keyword, name, from, fromSpan, isLive: state === 'live' };
});
