import { isBefore, isFrom } from '../../catalog/haproxy-releases';
import { collectedReadings } from '../../model/haproxy-reading';
import { haproxySection, type HaproxyLine, wordSpan } from '../../syntax/haproxy';
import type { Block, Span } from '../../syntax/tree';
import { fileRule } from '../rule';

export default fileRule({
  language: 'haproxy',
  severity: 'warning',
  summary: 'a setting of threads behind a section that is already in need of it',
  *check(document, { haproxyRelease: release }) {
    if (isBefore('2.7', release)) return;
    const outcome = isFrom('2.7', release) ? `HAProxy ${release} does not start` : 'HAProxy does not start from 2.7 on';
    for (const { keyword, block, span } of threadSettings(document)) {
      const before = document.blocks.slice(0, document.blocks.indexOf(block)).find(isOther);
      const section = before && haproxySection(before);
      if (!section) continue;
      yield {
        span,
        ...(isFrom('2.7', release) && { severity: 'error' as const, fatal: true as const }),
        message: `${keyword} has to stand before the first section that is not global: ${outcome}`,
        related: [{ span: section.keywordSpan, message: `first ${section.keyword} section` }],
      };
    }
  },
});

function isOther(block: Block<HaproxyLine>): boolean {
  const section = haproxySection(block);
  return section !== undefined && section.keyword !== 'global';
}

interface Setting {
  readonly keyword: string;
  readonly block: Block<HaproxyLine>;
  readonly span: Span;
}

const threadSettings = collectedReadings(({ section, state, block, statements }): Setting | undefined => {
  if (section.keyword !== 'global' || state !== 'live') return undefined;
  const found = statements.find(
    ({ words, certain }) => certain && /^(nbthread|thread-groups?)$/.test(words[0]?.text ?? ''),
  );
  const word = found?.words[0];
  return found && word ? { keyword: word.text, block, span: wordSpan(block, found.line, word) } : undefined;
});
