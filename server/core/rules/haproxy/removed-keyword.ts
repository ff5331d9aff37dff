import { isFrom } from '../../catalog/haproxy-releases';
import { knownStatements } from '../../model/haproxy-keywords';
import { wordSpan } from '../../syntax/haproxy';
import { liveSection } from '../combinators/live-section';
import { replace } from '../finding';

export default liveSection({
  severity: 'error',
  summary: 'a keyword that HAProxy no longer takes',
  *check(reading, { catalogs: { haproxy }, haproxyRelease: release }) {
    for (const { statement, status, fact, length } of knownStatements(reading, haproxy, release)) {
      const { words, line } = statement;
      const [first] = words;
      if (!first || fact?.removed === undefined) continue;
      const span = { ...wordSpan(reading.block, line, first), end: (words[length - 1] ?? first).end };
      const { name, removed, replacement } = fact;
      const instead = replacement === undefined ? '' : `; write ${replacement} instead`;
      if (status === 'removed') {
        yield {
          span,
          fatal: true,
          message: `${name} is no longer taken from HAProxy ${removed} on: ${release === undefined ? 'it' : `HAProxy ${release}`} does not start${instead}`,
          // Only a keyword that takes the same arguments can be put in its place.
          fixes: () =>
            replacement && sameArguments.test(name)
              ? [{ title: `Write ${replacement}`, safe: true, edits: [replace(span, replacement)] }]
              : [],
        };
      } else if (status === 'known' && release === undefined) {
        yield {
          span,
          // Of the releases that take it only one that ended is known here.
          severity: isFrom('2.6', removed) ? 'info' : 'warning',
          message: `${name} is no longer taken from HAProxy ${removed} on, which does not start with it${instead}`,
        };
      }
    }
  },
});

const sameArguments = /^(cli|con|srv)timeout$/;
