import { perReading } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Span } from '../../syntax/tree';
import { repeated } from '../combinators/repeated';
import { deleteLine } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'haproxy',
  severity: 'error',
  summary: 'ca-base, crt-base or key-base is set twice',
  *check(document) {
    const settings = document.blocks.flatMap((block) => basesIn(block) ?? []);
    for (const { item, first } of repeated(settings, ({ keyword }) => keyword)) {
      yield {
        span: item.span,
        fatal: true,
        message: `${item.keyword} is set twice, which HAProxy refuses even where both say the same: it does not start`,
        related: [{ span: first.span, message: `first ${item.keyword}` }],
        fixes: () =>
          item.value === first.value ? [{ title: 'Delete this line', safe: true, edits: [deleteLine(item.span)] }] : [],
      };
    }
  },
});

interface Base {
  readonly keyword: string;
  readonly value: string | undefined;
  readonly span: Span;
}

const basesIn = perReading(({ section, block, statements }): readonly Base[] =>
  section.keyword !== 'global'
    ? []
    : statements.flatMap(({ words, line, certain }) => {
        const [keyword, value] = words;
        if (!certain || !keyword || !/^(ca|crt|key)-base$/.test(keyword.text)) return [];
        return [{ keyword: keyword.text, value: value?.text, span: wordSpan(block, line, keyword) }];
      }),
);
