import type { HaproxyCatalog, HaproxySection } from '../../catalog/haproxy';
import { type KnownStatement, knownStatements } from '../../model/haproxy-keywords';
import { type HaproxyStatement, wordSpan } from '../../syntax/haproxy';
import type { Block } from '../../syntax/tree';
import { closest, editDistance } from '../../text/closest';
import { didYouMean, renamings } from '../combinators/did-you-mean';
import { liveSection } from '../combinators/live-section';
import type { Fix, Report } from '../finding';

export default liveSection({
  severity: 'error',
  summary: 'a keyword that HAProxy does not know',
  *check(reading, { catalogs: { haproxy }, haproxyRelease: release }) {
    const { block, section } = reading;
    if (!haproxy.isSection(section.keyword, release)) {
      yield {
        span: section.keywordSpan,
        fatal: true,
        message: `${daemon(release)} has no ${section.keyword} sections: it does not start`,
      };
      return;
    }
    for (const known of knownStatements(reading, haproxy, release)) {
      if (!known.statement.certain) continue;
      const report = judge(known, block, section.keyword as HaproxySection, haproxy, release);
      if (report) yield report;
    }
  },
});

function judge(
  { statement, status, fact, length }: KnownStatement,
  block: Block,
  section: HaproxySection,
  catalog: HaproxyCatalog,
  release: string | undefined,
): Report | undefined {
  const { words, prefix, line } = statement;
  const [first, second] = words;
  if (!first) return undefined;
  const last = words[length - 1] ?? first;
  const span = { ...wordSpan(block, line, first), end: last.end };
  if (status === 'newer') {
    return {
      span,
      fatal: true,
      message: `${daemon(release)} does not know ${fact?.name}, which came with ${fact?.since}: it does not start`,
    };
  }
  if (status === 'unknown' && !second?.expanded) {
    const texts = words.map((word) => word.text);
    const suggestions = suggestionsFor(texts, section, catalog, release);
    const name = texts.slice(0, length).join(' ');
    return {
      span,
      fatal: true,
      message: `${daemon(release)} knows no keyword ${name} in a ${section} section: it does not start${didYouMean(suggestions)}`,
      fixes: () => renameKeyword(statement, block, suggestions),
    };
  }
  if (status === 'known' && prefix && fact?.negatable !== true) {
    const message = `"${prefix.text}" cannot stand before ${fact?.name}: ${daemon(release)} does not start`;
    return { span: wordSpan(block, line, prefix), message, fatal: true };
  }
  return undefined;
}

function daemon(release: string | undefined): string {
  return release === undefined ? 'HAProxy' : `HAProxy ${release}`;
}

/** The word may also be the misspelt beginning of another section. */
function suggestionsFor(
  texts: readonly string[],
  section: HaproxySection,
  catalog: HaproxyCatalog,
  release: string | undefined,
): string[] {
  const sections = texts.length < 3 ? closest(texts[0] ?? '', catalog.sections(release)) : [];
  return [...new Set([...catalog.suggest(texts, section, release), ...sections])];
}

/** A suggestion takes the place of as many words as it resembles: `timout client`, but also `timeout-client`. */
function renameKeyword({ words, line }: HaproxyStatement, block: Block, suggestions: readonly string[]): Fix[] {
  const [best] = suggestions;
  const first = words[0];
  if (best === undefined || !first) return [];
  const spans = words.slice(0, 3).map((word) => ({ ...wordSpan(block, line, first), end: word.end }));
  const texts = words.slice(0, 3).map((_, index) =>
    words
      .slice(0, index + 1)
      .map((word) => word.text)
      .join(' '),
  );
  const distances = texts.map((text) => editDistance(text, best, farthest));
  const span = spans[distances.indexOf(Math.min(...distances))];
  return span ? renamings(span, suggestions) : [];
}

/** Beyond this many edits two texts are equally unlike. */
const farthest = 20;
