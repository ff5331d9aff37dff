import { type KeepalivedLine, type KeepalivedStatement, keepalivedStatements } from '../syntax/keepalived';
import { type Document, lineSpan } from '../syntax/tree';
import type { OutlineItem } from './outline';

/** The sections of keepalived.conf with what they hold. */
export function keepalivedItems(document: Document<KeepalivedLine>): OutlineItem[] {
  return keepalivedStatements(document).map((each) => itemOf(each));
}

function itemOf({ keyword, keywordSpan, words, children, lastLine }: KeepalivedStatement): OutlineItem {
  const said = words.map(({ text }) => text).join(' ');
  const isSection = children.length > 0;
  return {
    name: isSection && said !== '' ? `${keyword} ${said}` : keyword,
    detail: isSection ? '' : said,
    kind: isSection ? 'section' : 'option',
    span: keywordSpan,
    last: lineSpan(keywordSpan.block, Math.max(lastLine, keywordSpan.line)),
    children: children.map((child) => itemOf(child)),
  };
}
