import { liveSection } from '../combinators/live-section';
import { wordSpan } from '../../syntax/haproxy';

export default liveSection({
  severity: 'warning',
  summary: 'a default-server line behind all servers, none of which it concerns',
  *check({ block, section, statements }) {
    if (section.keyword !== 'backend' && section.keyword !== 'listen') return;
    const isServer = (keyword: string | undefined) => keyword === 'server' || keyword === 'server-template';
    const lastServer = statements.findLastIndex(({ words }) => isServer(words[0]?.text));
    if (lastServer < 0) return;
    for (const { words, line, certain } of statements.slice(lastServer + 1)) {
      const [keyword] = words;
      if (!certain || keyword?.text !== 'default-server') continue;
      yield {
        span: wordSpan(block, line, keyword),
        message:
          'default-server counts for the server lines behind it, and there are none: its options are in force nowhere',
      };
    }
  },
});
