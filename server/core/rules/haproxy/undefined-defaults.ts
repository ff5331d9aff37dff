import { perReading } from '../../model/haproxy-reading';
import { haproxyFiles } from '../../model/haproxy-proxies';
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
      files.length > 1 ? files.flatMap((file) => file.blocks.flatMap((block) => nameOf(block) ?? [])) : [],
    );
    for (const block of files.flatMap((document) => document.blocks)) {
      const header = headerOf(block);
      if (!header) continue;
      const { keyword, name, from, fromSpan, isLive } = header;
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

const nameOf = perReading(({ section }) => (section.keyword === 'defaults' ? section.name : undefined));

/** The header of a section that names its defaults or is one; of most sections there is none. */
const headerOf = perReading(({ section, state }) => {
  const { keyword, name, from, fromSpan } = section;
  return from === undefined && keyword !== 'defaults'
    ? undefined
    : { keyword, name, from, fromSpan, isLive: state === 'live' };
});
