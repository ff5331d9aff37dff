import { lineSpan } from '../../syntax/tree';
import { append } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'haproxy',
  severity: 'error',
  summary: 'the last line does not end in a line feed',
  *check(document) {
    const { lines } = document;
    const last = lines.count - 1;
    const place = document.blockAt(last);
    if (lines.endsInNewline || !place) return;
    yield {
      span: lineSpan(place.block, place.line),
      fatal: true,
      message: 'The last line does not end in a line feed: HAProxy takes the file for truncated and does not start',
      fixes: () => [{ title: 'End the file with a line feed', safe: true, edits: [append(document, '\n')] }],
    };
  },
});
