import type { HaproxySection, KeywordFact } from '../../catalog/haproxy';
import { knownStatements } from '../../model/haproxy-keywords';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a keyword in a section that does not take it',
  *check(reading, { catalogs: { haproxy }, haproxyRelease: release }) {
    const { block, section } = reading;
    const keyword = section.keyword as HaproxySection;
    // What the lesser sections take is known less surely than what the proxies do.
    if (!/^(global|defaults|frontend|backend|listen)$/.test(keyword)) return;
    for (const { statement, status, fact, length } of knownStatements(reading, haproxy, release)) {
      const { words, line } = statement;
      const [first] = words;
      if (!first || !fact) continue;
      const span = { ...wordSpan(block, line, first), end: (words[length - 1] ?? first).end };
      if (status === 'wrong-section') {
        yield {
          span,
          fatal: true,
          message: `${fact.name} does not belong in a ${keyword} section, only in ${placesOf(fact)}: HAProxy does not start`,
        };
      } else if (status === 'known' && fact.ignoredIn?.includes(keyword)) {
        const message = `HAProxy ignores ${fact.name} in a ${keyword} section with a warning; it belongs in ${placesOf(fact)}`;
        yield { span, severity: 'warning', message };
      } else if (status === 'known' && keyword === 'defaults' && fact.namedDefaultsOnly && section.name === undefined) {
        yield {
          span,
          fatal: true,
          message: `${fact.name} is allowed in defaults sections with a name only: HAProxy does not start`,
        };
      }
    }
  },
});

/** Where the keyword has an effect, in words. */
function placesOf({ sections, ignoredIn }: KeywordFact): string {
  const places = sections.filter((section) => !ignoredIn?.includes(section));
  const last = places.at(-1) ?? 'other sections';
  return places.length > 1 ? `${places.slice(0, -1).join(', ')} or ${last}` : last;
}
