import { firstUnknownOption } from '../../model/haproxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a word on a bind line that HAProxy does not know',
  *check({ block, section, statements }, { catalogs: { haproxy }, haproxyRelease: release }) {
    if (section.keyword !== 'frontend' && section.keyword !== 'listen') return;
    for (const { words, line } of statements) {
      const [keyword, address] = words;
      if (keyword?.text !== 'bind' || !address || address.dynamic) continue;
      const unknown = firstUnknownOption(words.slice(2), (name) => haproxy.bindOption(name, release));
      if (!unknown) continue;
      const span = wordSpan(block, line, unknown);
      const suggestions = haproxy.suggestBindOption(unknown.text, release);
      const isAddress = /^[^:]*:\d+$/.test(unknown.text);
      yield {
        span,
        fatal: true,
        message: `A bind line knows no word ${unknown.text}${isAddress ? ', further addresses follow a comma without a blank' : ''}: HAProxy${release === undefined ? '' : ` ${release}`} does not start${didYouMean(suggestions)}`,
        fixes: () => (unknown.quoted ? [] : renamings(span, suggestions)),
      };
    }
  },
});
