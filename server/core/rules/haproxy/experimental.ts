import { isBefore, isFrom } from '../../catalog/haproxy-releases';
import { haproxyFiles } from '../../model/haproxy-files';
import { collectedReadings } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'something experimental that the global section does not allow',
  *check(host) {
    const files = haproxyFiles(host);
    if (files.some((file) => consents(file).length > 0)) return;
    const release = host.haproxyRelease;
    for (const { name, span } of files.flatMap((file) => experiments(file).flat())) {
      const { since, until } = experimental[name] as Experiment;
      // Before that it is unknown, which is as bad; behind it, it needs no consent.
      if (until !== undefined && (release === undefined || isFrom(until, release) || isBefore(since, release)))
        continue;
      yield {
        span,
        fatal: true,
        message: `${name} is experimental: without expose-experimental-directives in the global section HAProxy does not start`,
      };
    }
  },
});

interface Experiment {
  /** The first release that was seen to ask for consent. */
  readonly since: string;
  /** The first release that was seen not to do so. */
  readonly until?: string;
}

/** As 2.4, 2.6, 2.8, 3.0, 3.2 and 3.4 answered. */
const experimental: Readonly<Record<string, Experiment>> = {
  acme: { since: '3.2' },
  'http-request normalize-uri': { since: '2.4' },
  'tune.fd.edge-triggered': { since: '2.4', until: '3.1' },
  'tune.disable-fast-forward': { since: '2.8', until: '3.1' },
};

/** Where a global section allows what is experimental, or may do so. */
const consents = collectedReadings(({ section, statements }) =>
  section.keyword === 'global' &&
  statements.some(({ words }) => words[0]?.text === 'expose-experimental-directives' || words[0]?.dynamic)
    ? true
    : undefined,
);

interface Use {
  readonly name: string;
  readonly span: Span;
}

const experiments = collectedReadings(({ section, state, block, statements }): readonly Use[] | undefined => {
  if (state !== 'live') return undefined;
  if (section.keyword === 'acme') return [{ name: 'acme', span: section.keywordSpan }];
  const isGlobal = section.keyword === 'global';
  if (!isGlobal && !/^(defaults|frontend|listen|backend)$/.test(section.keyword)) return undefined;
  const uses = statements.flatMap(({ words: [first, second], line, certain, prefix }): Use[] => {
    const word = isGlobal ? first : second;
    const name = isGlobal ? first?.text : `${first?.text} ${second?.text}`;
    if (!certain || prefix || !word || name === undefined || !Object.hasOwn(experimental, name)) return [];
    return [{ name, span: wordSpan(block, line, word) }];
  });
  return uses.length > 0 ? uses : undefined;
});
