import { wordSpan } from '../../syntax/haproxy';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a balance algorithm that HAProxy does not know',
  *check({ block, section, statements }, { catalogs: { haproxy }, haproxyRelease: release }) {
    if (!/^(defaults|frontend|backend|listen)$/.test(section.keyword)) return;
    const algorithms = haproxy.balanceAlgorithms(release);
    for (const { words, line } of statements) {
      const [keyword, algorithm] = words;
      if (keyword?.text !== 'balance' || !algorithm || algorithm.expanded) continue;
      const [name = ''] = algorithm.text.split('(');
      if (algorithms.includes(name)) continue;
      const span = { ...wordSpan(block, line, algorithm), end: algorithm.start + name.length };
      const suggestions = closest(name.toLowerCase(), algorithms);
      // Of this one HAProxy reads the first letters only.
      const isRead = name.startsWith('random');
      const outcome = isRead ? 'HAProxy reads random' : 'HAProxy does not start';
      yield {
        span,
        ...(isRead ? { severity: 'warning' } : { fatal: true }),
        message: `balance knows no algorithm ${name}: ${outcome}${isRead ? '' : didYouMean(suggestions)}`,
        fixes: () => (algorithm.quoted ? [] : renamings(span, suggestions)),
      };
    }
  },
});
