import type { KeywordFact } from '../../catalog/haproxy';
import { type ArgumentFault, argumentFaults } from '../../model/haproxy-argument-faults';
import { knownStatements } from '../../model/haproxy-keywords';
import type { Reading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import { closest } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';
import type { Report } from '../finding';
import type { FileScope } from '../rule';

export default liveSection({
  severity: 'error',
  summary: 'a word or number that HAProxy does not take behind its keyword',
  *check(reading, scope) {
    const counted = new Map(
      knownStatements(reading, scope.catalogs.haproxy, scope.haproxyRelease).map(({ statement, fact, length }) => [
        statement,
        { fact, given: statement.words.length - length },
      ]),
    );
    for (const fault of argumentFaults(reading, scope.catalogs.haproxy, scope.haproxyRelease)) {
      const { fact, given } = counted.get(fault.statement) ?? { fact: undefined, given: 0 };
      if (!isTold(fault, fact, given, reading)) yield report(reading, fault, scope);
    }
  },
});

/** Other rules have more to say of some keywords, and of a count of words that is wrong. */
function isTold(
  { of, statement, at }: ArgumentFault,
  fact: KeywordFact | undefined,
  given: number,
  { section }: Reading,
): boolean {
  const isProxy = /^(defaults|frontend|listen|backend)$/.test(section.keyword);
  const { words } = statement;
  const keyword = words[0]?.text ?? '';
  if (!statement.certain) return true;
  if (isProxy && keyword === 'timeout' && at >= 2 && words.length > 2) return true;
  if (keyword === 'mode' && at <= 1 && of === 'mode') return !words[1] || !/^(log|spop|haterm)$/.test(words[1].text);
  if (keyword === 'balance' && at === 1 && words[1] !== undefined) return !/^(hdr|random)(\(|$)/.test(words[1].text);
  if (keyword === 'mode' || keyword === 'timeout' || words.some((word) => word.expanded)) return false;
  return fact?.min !== undefined && fact.max !== undefined && (given < fact.min || given > fact.max);
}

function report({ block }: Reading, { statement, of, at, expected }: ArgumentFault, scope: FileScope): Report {
  const { words, line } = statement;
  const word = words[at];
  const span = wordSpan(block, line, word ?? words.at(-1) ?? { start: 0, end: 0 });
  const release = scope.haproxyRelease;
  const daemon = release === undefined ? 'HAProxy' : `HAProxy ${release}`;
  const names = expected.filter((each) => /^[\w.-]+$/.test(each));
  const suggestions = word ? closest(word.text.toLowerCase(), names) : [];
  const wanted = listOf(expected);
  const told = !word
    ? `${of} lacks ${wanted === '' ? 'an argument' : wanted}`
    : wanted === ''
      ? `${of} takes nothing more, not ${word.text}`
      : `${of} does not take ${word.text === '' ? 'nothing' : word.text} here, but ${wanted}`;
  return {
    span,
    fatal: true,
    message: `${told}: ${daemon} does not start${didYouMean(suggestions)}`,
    fixes: () => (word && !word.quoted ? renamings(span, suggestions) : []),
  };
}

const mostNamed = 6;

function listOf(expected: readonly string[]): string {
  const shown = expected.slice(0, mostNamed);
  if (expected.length > mostNamed) return `${shown.join(', ')} ...`;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${last}` : last;
}
