import { isFrom } from '../../catalog/haproxy-releases';
import { collectedReadings, perReading } from '../../model/haproxy-reading';
import { rememberPer } from '../../model/reads';
import type { HaproxyLine } from '../../syntax/haproxy';
import { rangeOf, type Document, type Span } from '../../syntax/tree';
import { repeated } from '../combinators/repeated';
import type { Report } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'haproxy',
  severity: 'error',
  summary: 'two sections of one kind have the same name',
  *check(document, { haproxyRelease }) {
    if (areUnique(sectionNames(document))) return;
    const sections = namedSections(document);
    const reported = new Set<Named>();
    for (const side of ['clients', 'servers', 'other'] as const) {
      for (const { item, first } of repeated(sections, ({ keyword, name }) =>
        sideOf(keyword).includes(side) ? `${kindOf(keyword)} ${name}` : undefined,
      )) {
        if (reported.has(item)) continue;
        reported.add(item);
        yield duplicate(item, first, haproxyRelease);
      }
    }
    yield* ambiguousDefaults(document, sections, haproxyRelease);
    yield* sharedByBothSides(sections, haproxyRelease);
  },
});

interface Named {
  readonly keyword: string;
  readonly name: string;
  readonly from: string | undefined;
  readonly span: Span;
}

const namedSections = collectedReadings(({ section, state }): Named | undefined => {
  const { keyword, name, from, nameSpan } = section;
  return state === 'live' && name !== undefined && nameSpan ? { keyword, name, from, span: nameSpan } : undefined;
});

const sectionNames = collectedReadings(({ section, state }) => (state === 'live' ? section.name : undefined));

const areUnique = rememberPer((names: readonly string[]) => new Set(names).size === names.length);

/** A frontend may share its name with a backend, but a `listen` is both; other sections compete with their kind. */
function sideOf(keyword: string): readonly ('clients' | 'servers' | 'other')[] {
  if (keyword === 'frontend') return ['clients'];
  if (keyword === 'backend') return ['servers'];
  if (keyword === 'listen') return ['clients', 'servers'];
  return /^(peers|resolvers|mailers|cache|ring|http-errors|userlist)$/.test(keyword) ? ['other'] : [];
}

function kindOf(keyword: string): string {
  return /^(frontend|backend|listen)$/.test(keyword) ? 'proxy' : keyword;
}

function duplicate({ keyword, name, span }: Named, first: Named, release?: string): Report {
  const line = (rangeOf(first.span)?.start.line ?? 0) + 1;
  const related = [{ span: first.span, message: `first ${name}` }];
  const told = `${keyword} ${name} has the name of the ${first.keyword} in line ${line}`;
  if (keyword === 'userlist')
    return { span, severity: 'warning', message: `${told}: HAProxy ignores the second one`, related };
  // Up to 3.0 a `listen` is held against those that take clients alone; a backend behind a `listen` never passed.
  if (keyword === 'listen' && first.keyword === 'backend' && !isFrom('3.2', release)) {
    const outcome = 'HAProxy takes it up to 3.0 and does not start from 3.2 on';
    return { span, severity: 'warning', message: `${told}: ${outcome}`, related };
  }
  return { span, message: `${told}: HAProxy does not start`, fatal: true, related };
}

/** A frontend and a backend of one name: 3.2 warns, 3.3 refuses, 3.0 and earlier see nothing in it. */
function* sharedByBothSides(sections: readonly Named[], release: string | undefined): Generator<Report> {
  const isRefused = isFrom('3.3', release);
  if (!isFrom('3.2', release)) return;
  // From 3.3 on the names of defaults count as well.
  const sides = isRefused ? /^(frontend|backend|defaults)$/ : /^(frontend|backend)$/;
  const proxies = sections.filter(({ keyword }) => sides.test(keyword));
  for (const { item, first } of repeated(proxies, ({ name }) => name)) {
    if (item.keyword === first.keyword) continue;
    const told = `${item.keyword} ${item.name} has the name of a ${first.keyword}`;
    const outcome = isRefused ? `HAProxy ${release} does not start` : 'HAProxy does not start any more from 3.3 on';
    yield {
      span: item.span,
      ...(isRefused ? { fatal: true as const } : { severity: 'warning' as const }),
      message: `${told}: ${outcome}`,
      related: [{ span: first.span, message: `${first.keyword} ${first.name}` }],
    };
  }
}

/** Two `defaults` may share a name until a section behind both asks for it. */
function* ambiguousDefaults(
  document: Document<HaproxyLine>,
  sections: readonly Named[],
  release: string | undefined,
): Generator<Report> {
  const firstAsked = new Map<string | undefined, number>();
  const lastAsked = new Map<string | undefined, number>();
  for (const [place, block] of document.blocks.entries()) {
    const name = sectionFrom(block);
    if (!firstAsked.has(name)) firstAsked.set(name, place);
    lastAsked.set(name, place);
  }
  const defaults = sections.filter(({ keyword }) => keyword === 'defaults');
  for (const { item, first } of repeated(defaults, ({ name }) => name)) {
    const place = document.blocks.findIndex((block) => block === item.span.block);
    // Up to 3.2 a name is refused when it is asked for behind both, from 3.2 on when it was asked for before the second.
    const isAskedBehind = (lastAsked.get(item.name) ?? -1) > place;
    const isAskedBetween = (firstAsked.get(item.name) ?? Infinity) < place;
    if (!isAskedBehind && !isAskedBetween) continue;
    const { fatal, message, ...report } = duplicate(item, first);
    const isRefused =
      (isAskedBehind && isAskedBetween) ||
      (release !== undefined && (isAskedBehind ? !isFrom('3.4', release) : isFrom('3.2', release)));
    if (isRefused) yield { ...report, message, ...(fatal && { fatal }) };
    else if (release === undefined) {
      const which = isAskedBehind ? 'before 3.4' : 'from 3.2 on';
      yield { ...report, severity: 'warning', message: message.replace('HAProxy does', `HAProxy ${which} does`) };
    }
  }
}

const sectionFrom = perReading(({ section, state }) => (state === 'live' ? section.from : undefined));
