import { sectionsIn } from '../model/corosync-settings';
import { xmlElements, type XmlElement } from '../syntax/cib';
import type { CorosyncLine } from '../syntax/corosync';
import { type KeepalivedLine, type KeepalivedStatement, statementsOf } from '../syntax/keepalived';
import type { Block, Document, Line } from '../syntax/tree';

/** Lines that can be folded away, first and last, both counted from the top of the file. */
export interface Fold {
  readonly from: number;
  readonly to: number;
  readonly kind: 'section' | 'comment';
}

/** Sections without the blank lines behind them, sections inside them, and comments of several lines. */
export function folds(document: Document): Fold[] {
  if (document.language === 'plain') return [];
  const found: Fold[] = [];
  let start = 0;
  for (const block of document.blocks) {
    for (const [from, to] of sectionsOf(block))
      if (to > from) found.push({ from: start + from, to: start + to, kind: 'section' });
    start += block.lines.length;
  }
  found.push(...(document.language === 'cib' ? xmlComments(document) : comments(document)));
  return found.sort((a, b) => a.from - b.from);
}

/** First and last lines of what can be folded in a block. */
function sectionsOf(block: Block): (readonly [number, number])[] {
  switch (block.document.language) {
    case 'corosync':
      return sectionsIn(block as unknown as Block<CorosyncLine>).map(({ firstLine, lastLine }) => [
        firstLine,
        lastLine,
      ]);
    case 'crm':
      return [[0, lastOf(block)]];
    case 'cib':
      return xmlElements(block.document).flatMap((element) => elementsIn(element));
    case 'keepalived':
      return statementsOf(block as unknown as Block<KeepalivedLine>).flatMap((statement) => statementsIn(statement));
    default:
      return isSection(block.lines[0]) ? [[0, lastOf(block)]] : [];
  }
}

function elementsIn({ firstLine, lastLine, children }: XmlElement): (readonly [number, number])[] {
  return [[firstLine, lastLine], ...children.flatMap((child) => elementsIn(child))];
}

function statementsIn({ keywordSpan, lastLine, children }: KeepalivedStatement): (readonly [number, number])[] {
  return [[keywordSpan.line, lastLine], ...children.flatMap((child) => statementsIn(child))];
}

function isSection(line: Line | undefined): boolean {
  const kind = line && (line as Line & { readonly kind: string }).kind;
  return kind === 'group' || kind === 'section';
}

/** The last line that belongs to a section: what follows it up to the next one are blanks and the next one's comment. */
function lastOf({ lines }: Block): number {
  let last = lines.length - 1;
  while (last > 0 && /^\s*$/.test(lines[last]?.text ?? '')) last--;
  const blank = lines.slice(0, last + 1).findLastIndex(({ text }) => text.trim() === '');
  const tail = lines.slice(blank + 1, last + 1);
  if (blank < 0 || !tail.every(({ text }) => /^[#;]/.test(text))) return last;
  last = blank;
  while (last > 0 && lines[last]?.text.trim() === '') last--;
  return last;
}

function xmlComments({ blocks }: Document): Fold[] {
  const found: Fold[] = [];
  let from = -1;
  blocks
    .flatMap(({ lines }) => lines)
    .forEach(({ text }, at) => {
      if (from >= 0 && text.includes('-->')) {
        found.push({ from, to: at, kind: 'comment' });
        from = -1;
      }
      if (from < 0 && text.lastIndexOf('<!--') > text.lastIndexOf('-->')) from = at;
    });
  return found;
}

/** Comments of several lines, which may be blocks of their own. */
function comments({ blocks, language }: Document): Fold[] {
  const sign = language === 'keepalived' ? /^\s*[#!]/ : /^\s*[#;]/;
  const found: Fold[] = [];
  let from = -1;
  let at = 0;
  const end = (): void => {
    if (from >= 0 && at - from > 1) found.push({ from, to: at - 1, kind: 'comment' });
    from = -1;
  };
  for (const { lines } of blocks) {
    for (const { text } of lines) {
      if (!sign.test(text)) end();
      else if (from < 0) from = at;
      at++;
    }
  }
  end();
  return found;
}
