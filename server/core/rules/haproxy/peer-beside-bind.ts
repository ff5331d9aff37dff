import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'peers written in two ways in one section',
  *check({ block, section, statements }) {
    if (section.keyword !== 'peers') return;
    const lines = statements.filter(
      ({ words: [first], certain }) => certain && /^(bind|peer)$/.test(first?.text ?? ''),
    );
    const [first] = lines;
    const other = lines.find(({ words }) => words[0]?.text !== first?.words[0]?.text);
    const [keyword] = other?.words ?? [];
    if (!first?.words[0] || !other || !keyword) return;
    yield {
      span: wordSpan(block, other.line, keyword),
      fatal: true,
      message: `A peers section has either peer lines or a bind line with server lines, and this one has both: HAProxy does not start`,
      related: [{ span: wordSpan(block, first.line, first.words[0]), message: `${first.words[0].text} line` }],
    };
  },
});
