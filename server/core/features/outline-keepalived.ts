import { type KeepalivedLine, type KeepalivedStatement, keepalivedStatements } from '../syntax/keepalived';
import { type Document, lineSpan } from '../syntax/tree';
import type { OutlineItem } from './outline';

/**
 * The sections of keepalived.conf with what they hold.
 *
 * @param hostOf a host with its roles by an address; empty for a stranger
 */
export function keepalivedItems(
  document: Document<KeepalivedLine>,
  hostOf: (address: string) => string,
): OutlineItem[] {
  return keepalivedStatements(document).map((each) => itemOf(each, hostOf));
}

function itemOf(
  { keyword, keywordSpan, words, children, lastLine }: KeepalivedStatement,
  hostOf: (address: string) => string,
): OutlineItem {
  const said = words.map(({ text }) => text).join(' ');
  const isSection = children.length > 0;
  return {
    name: isSection && said !== '' ? `${keyword} ${said}` : keyword,
    detail: isSection ? '' : [said, hostOf(said === '' ? keyword : said)].filter((part) => part !== '').join(' · '),
    kind: isSection ? 'section' : 'option',
    span: keywordSpan,
    last: lineSpan(keywordSpan.block, Math.max(lastLine, keywordSpan.line)),
    children: children.map((child) => itemOf(child, hostOf)),
  };
}
