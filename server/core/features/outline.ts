import { corosyncSections, type CorosyncLine, type CorosyncSection } from '../syntax/corosync';
import { haproxySection, type HaproxyLine } from '../syntax/haproxy';
import { groupOf, type MyCnfLine } from '../syntax/mycnf';
import { type Block, type Document, lineSpan, type Span } from '../syntax/tree';

/** One entry of a file's outline. `whole` ends at the last line of `last`. */
export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'section' | 'option';
  readonly span: Span;
  readonly last: Span;
  readonly children: readonly OutlineItem[];
}

/** Sections of a file with what they set. */
export function outline(document: Document): OutlineItem[] {
  switch (document.language) {
    case 'mycnf':
      return document.blocks.flatMap((block) => groupItem(block as unknown as Block<MyCnfLine>));
    case 'corosync':
      return document.blocks.flatMap((block) =>
        corosyncSections(block as unknown as Block<CorosyncLine>).map((section) => sectionItem(block, section)),
      );
    case 'haproxy':
      return document.blocks.flatMap((block) => proxyItem(block as unknown as Block<HaproxyLine>));
    case 'plain':
      return [];
  }
}

function groupItem(block: Block<MyCnfLine>): OutlineItem[] {
  const group = groupOf(block);
  const children = block.lines.flatMap((line, index): OutlineItem[] => {
    if (line.kind !== 'setting' || line.name === '') return [];
    const span = { block: block as Block, line: index, ...line.nameSlice };
    return [{ name: line.name, detail: line.value ?? '', kind: 'option', span, last: span, children: [] }];
  });
  if (group === undefined) return children;
  return [
    { name: `[${group}]`, detail: '', kind: 'section', span: lineSpan(block, 0), last: lastLine(block), children },
  ];
}

function sectionItem(block: Block, section: CorosyncSection): OutlineItem {
  const pairs = section.pairs.map((pair): OutlineItem => ({
    name: pair.key,
    detail: pair.value,
    kind: 'option',
    span: pair.keySpan,
    last: pair.keySpan,
    children: [],
  }));
  const detail = section.pairs.find((pair) => pair.key === 'name' || pair.key === 'ring0_addr')?.value ?? '';
  const children = section.children.map((child) => sectionItem(block, child));
  return {
    name: section.name,
    detail,
    kind: 'section',
    span: section.nameSpan,
    last: lineSpan(block, section.lastLine),
    children: [...pairs, ...children],
  };
}

function proxyItem(block: Block<HaproxyLine>): OutlineItem[] {
  const section = haproxySection(block);
  if (!section) return [];
  const children = section.statements.flatMap((statement): OutlineItem[] => {
    const [keyword, name, value] = statement.words;
    if (!keyword || !name || !/^(server|bind|acl|use_backend|default_backend|mode|balance)$/.test(keyword.text))
      return [];
    const span: Span = { block: block, line: statement.line, start: keyword.start, end: name.end };
    return [
      {
        name: `${keyword.text} ${name.text}`,
        detail: value?.text ?? '',
        kind: 'option',
        span,
        last: span,
        children: [],
      },
    ];
  });
  const name = section.name === undefined ? section.keyword : `${section.keyword} ${section.name}`;
  return [{ name, detail: '', kind: 'section', span: section.keywordSpan, last: lastLine(block), children }];
}

/** The last line of a block that is not blank, so that folding leaves the gap between sections. */
function lastLine(block: Block): Span {
  let line = block.lines.length - 1;
  while (line > 0 && block.lines[line]?.text.trim() === '') line--;
  return lineSpan(block, line);
}
