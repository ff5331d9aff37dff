import { liveSection } from '../combinators/live-section';
import { replace } from '../finding';
import { wordSpan } from '../../syntax/haproxy';

export default liveSection({
  severity: 'info',
  summary: 'a check that logs in as clients did before MySQL 4.1',
  *check({ block, statements }) {
    for (const { words, line, prefix } of statements) {
      const [keyword, option, user, name, version] = words;
      if (prefix || keyword?.text !== 'option' || option?.text !== 'mysql-check' || user?.text !== 'user') continue;
      if (!name || version?.text !== 'pre-41') continue;
      const span = wordSpan(block, line, version);
      yield {
        span,
        message:
          'pre-41 logs in as clients did before MySQL 4.1, which is twenty years old: newer servers may refuse it',
        fixes: () => [
          { title: 'Log in as newer clients do', safe: true, edits: [replace({ ...span, start: name.end }, '')] },
        ],
      };
    }
  },
});
