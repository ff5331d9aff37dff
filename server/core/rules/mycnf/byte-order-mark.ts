import { lineSpan } from '../../syntax/tree';
import { fileRule } from '../rule';

export default fileRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a byte order mark, which the servers take for an option before the first group',
  *check(document) {
    const [block] = document.blocks;
    if (!block || !document.lines.byteOrderMark) return;
    yield {
      span: lineSpan(block, 0),
      message:
        'The file begins with a byte order mark: a server that opens it does not start ("option without preceding group"), and one that reads it from an include drops it as a whole. Save it as UTF-8 without the mark',
      fatal: true,
    };
  },
});
