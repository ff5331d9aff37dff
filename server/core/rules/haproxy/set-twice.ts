import { collectedReadings, type ReadStatement } from '../../model/haproxy-reading';
import { wordSpan } from '../../syntax/haproxy';
import type { Block, Span } from '../../syntax/tree';
import { repeated } from '../combinators/repeated';
import { deleteLine, type Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'haproxy',
  severity: 'error',
  summary: 'a line that HAProxy takes once only comes twice',
  *check(document) {
    yield* twice(bases(document).flat());
    for (const reports of linesTwice(document)) yield* reports;
    for (const reports of nameserversTwice(document)) yield* reports;
  },
});

const nameserversTwice = collectedReadings(({ section, block, statements }): readonly Report[] | undefined => {
  if (section.keyword !== 'resolvers') return undefined;
  const servers = statements.flatMap(({ words, line, certain }) => {
    const [keyword, name] = words;
    if (!certain || keyword?.text !== 'nameserver' || !name || name.dynamic) return [];
    return [{ name: name.text, span: wordSpan(block, line, name) }];
  });
  const reports = [...repeated(servers, ({ name }) => name)].map(({ item, first }) => ({
    span: item.span,
    fatal: true as const,
    message: `The name server ${item.name} is already defined in these resolvers: HAProxy does not start`,
    related: [{ span: first.span, message: `first nameserver ${item.name}` }],
  }));
  return reports.length > 0 ? reports : undefined;
});

function* twice(settings: readonly Base[]): Generator<Report> {
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
}

interface Base {
  readonly keyword: string;
  readonly value: string | undefined;
  readonly span: Span;
}

const bases = collectedReadings(({ section, block, statements }): readonly Base[] | undefined =>
  section.keyword === 'global' ? settingsOf(block, statements, /^(ca|crt|key)-base$/) : undefined,
);

const linesTwice = collectedReadings(({ section, block, statements }): readonly Report[] | undefined => {
  const isProxy = /^(frontend|listen|backend)$/.test(section.keyword);
  if (!isProxy && section.keyword !== 'peers') return undefined;
  const reports = [...twice(settingsOf(block, statements, isProxy ? /^stick-table$/ : /^bind$/))];
  return reports.length > 0 ? reports : undefined;
});

function settingsOf(block: Block, statements: readonly ReadStatement[], keywords: RegExp): readonly Base[] {
  return statements.flatMap(({ words, line, certain }) => {
    const [keyword, ...values] = words;
    if (!certain || !keyword || !keywords.test(keyword.text)) return [];
    const value = values.map(({ text }) => text).join(' ');
    return [{ keyword: keyword.text, value, span: wordSpan(block, line, keyword) }];
  });
}
