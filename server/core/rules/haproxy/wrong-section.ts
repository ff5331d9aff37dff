import type { HaproxySection, KeywordFact } from '../../catalog/haproxy';
import { isFrom } from '../../catalog/haproxy-releases';
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
    if (!/^(global|defaults|frontend|backend|listen|peers|resolvers|userlist|mailers)$/.test(keyword)) return;
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
        const isRefused = isFrom('3.2', release) && refusedOptions.has(fact.name);
        yield {
          span,
          ...(isRefused ? { fatal: true as const } : { severity: 'warning' as const }),
          message: isRefused
            ? `${fact.name} does not belong in a ${keyword} section, only in ${placesOf(fact)}: HAProxy ${release} does not start`
            : `HAProxy ignores ${fact.name} in a ${keyword} section with a warning; it belongs in ${placesOf(fact)}`,
        };
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

/** Options that 3.2 and later no longer ignore but call unknown on the wrong side of a proxy (3.2, 3.4 tried). */
const refusedOptions = new Set(
  (
    'abortonclose accept-unsafe-violations-in-http-request accept-unsafe-violations-in-http-response allbackups ' +
    'assume-rfc6587-ntf checkcache clitcpka contstats disable-h2-upgrade dont-parse-log dontlog-normal dontlognull ' +
    'h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-drop-request-trailers http-drop-response-trailers ' +
    'http-ignore-probes http-pretend-keepalive http-use-proxy-header idle-close-on-response log-health-checks ' +
    'log-separate-errors logasap persist prefer-last-server socket-stats srvtcpka tcp-smart-accept tcp-smart-connect ' +
    'transparent'
  )
    .split(' ')
    .map((name) => `option ${name}`),
);

/** Where the keyword has an effect, in words. */
function placesOf({ sections, ignoredIn }: KeywordFact): string {
  const places = sections.filter((section) => !ignoredIn?.includes(section));
  const last = places.at(-1) ?? 'other sections';
  return places.length > 1 ? `${places.slice(0, -1).join(', ')} or ${last}` : last;
}
