import type { KeywordFact } from '../../catalog/haproxy';
import { knownStatements } from '../../model/haproxy-keywords';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';

export default liveSection({
  severity: 'error',
  summary: 'a keyword with too few or too many arguments',
  *check(reading, { catalogs: { haproxy }, haproxyRelease: release }) {
    for (const { statement, status, fact, length } of knownStatements(reading, haproxy, release)) {
      if (status !== 'known' || fact?.min === undefined || fact.max === undefined) continue;
      const { words, line } = statement;
      const [first] = words;
      // Other rules say more of a timeout, a mode or a line of which the environment makes more words.
      if (!first || words.some((word) => word.expanded) || /^(timeout|mode)$/.test(first.text)) continue;
      const given = words.length - length;
      if (given >= fact.min && given <= fact.max) continue;
      const from = given > fact.max ? (words[length + fact.max] ?? first) : first;
      const last = words.at(-1) ?? first;
      yield {
        span: { ...wordSpan(reading.block, line, from), end: last.end },
        fatal: true,
        message: `${fact.name} takes ${countOf(fact)}, not ${given}: HAProxy does not start`,
      };
    }
  },
});

function countOf({ min, max }: KeywordFact): string {
  if (max === 0) return 'no arguments';
  if (min === max) return min === 1 ? 'one argument' : `${min} arguments`;
  return min === 0 ? `at most ${max === 1 ? 'one argument' : `${max} arguments`}` : `${min} to ${max} arguments`;
}
