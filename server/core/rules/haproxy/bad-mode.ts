import { wordSpan } from '../../syntax/haproxy';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a proxy mode that HAProxy does not know',
  *check({ block, section, statements }) {
    if (!/^(defaults|frontend|backend|listen)$/.test(section.keyword)) return;
    for (const { words, line } of statements) {
      const [keyword, mode] = words;
      if (keyword?.text !== 'mode' || mode?.expanded || (mode && modes.includes(mode.text))) continue;
      const span = wordSpan(block, line, mode ?? keyword);
      const known = closest(mode?.text.toLowerCase() ?? '', modes);
      const suggestions = mode?.text.toLowerCase() === 'health' ? [] : known;
      yield {
        span,
        fatal: true,
        message: `${mode ? `HAProxy knows no mode ${mode.text}` : 'The mode is missing'}: HAProxy does not start${didYouMean(suggestions)}`,
        fixes: () => (mode && !mode.quoted ? renamings(span, suggestions) : []),
      };
    }
  },
});

/** `log` came with 2.9 and `spop` with 3.1; which release reads the file is not always known. */
const modes = ['tcp', 'http', 'log', 'spop'];
