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
        const isRefused = isFrom(3, 2, release) && refusedOptions.has(fact.name);
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
    'dontlognull dontlog-normal logasap log-separate-errors contstats socket-stats clitcpka tcp-smart-accept ' +
    'http-ignore-probes http-use-proxy-header idle-close-on-response tcp-smart-connect allbackups persist srvtcpka ' +
    'log-health-checks transparent prefer-last-server'
  )
    .split(' ')
    .map((name) => `option ${name}`),
);

/** Whether a release is known to be this one or a later one. */
function isFrom(major: number, minor: number, release: string | undefined): boolean {
  const [knownMajor = 0, knownMinor = 0] = (release ?? '').split('.').map(Number);
  return knownMajor > major || (knownMajor === major && knownMinor >= minor);
}

/** Where the keyword has an effect, in words. */
function placesOf({ sections, ignoredIn }: KeywordFact): string {
  const places = sections.filter((section) => !ignoredIn?.includes(section));
  const last = places.at(-1) ?? 'other sections';
  return places.length > 1 ? `${places.slice(0, -1).join(', ')} or ${last}` : last;
}
