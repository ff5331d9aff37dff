import { firstUnknownOption } from '../../model/haproxy-options';
import { wordSpan } from '../../syntax/haproxy';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a word on a server line that HAProxy does not know',
  *check({ block, section, statements }, { catalogs: { haproxy }, haproxyRelease: release }) {
    if (!/^(defaults|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const start = firstOption[words[0]?.text ?? ''];
      if (start === undefined || words.slice(0, start).some((word) => word.dynamic)) continue;
      const unknown = firstUnknownOption(words.slice(start), (name) => haproxy.serverOption(name, release));
      if (!unknown) continue;
      const span = wordSpan(block, line, unknown);
      const suggestions = haproxy.suggestServerOption(unknown.text, release);
      yield {
        span,
        fatal: true,
        message: `A server line knows no word ${unknown.text}: HAProxy${release === undefined ? '' : ` ${release}`} does not start${didYouMean(suggestions)}`,
        fixes: () => (unknown.quoted ? [] : renamings(span, suggestions)),
      };
    }
  },
});

/** How many words stand before the options. */
const firstOption: Readonly<Record<string, number>> = { server: 3, 'server-template': 4, 'default-server': 1 };
