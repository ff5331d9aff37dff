import { lineSpan } from '../../syntax/tree';
import { fileRule } from '../rule';

export default fileRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a byte order mark, which the servers take for an option before the first group',
  *check(document, { isIncluded }) {
    const [block] = document.blocks;
    if (!block || !document.lines.byteOrderMark) return;
    const outcome = isIncluded
      ? 'they drop the file as a whole, since another one includes it, and start without what it says'
      : 'they do not start';
    yield {
      span: lineSpan(block, 0),
      message: `The file begins with a byte order mark, which the servers take for an option before the first group: ${outcome}. Save it as UTF-8 without the mark`,
      ...(!isIncluded && { fatal: true as const }),
    };
  },
});
