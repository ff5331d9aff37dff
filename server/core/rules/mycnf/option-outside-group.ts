import { groupOf } from '../../syntax/mycnf';
import { lineSpan } from '../../syntax/tree';
import { insertBefore } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'an option before the first group',
  *check(block) {
    if (groupOf(block) !== undefined) return;
    const first = block.lines.findIndex((line) => line.kind === 'setting');
    if (first < 0) return;
    const span = lineSpan(block, first);
    yield {
      span,
      message:
        'No [group] stands above this option: a server or client that opens the file stops with "option without preceding group", and one that reads it from an include drops the file as a whole',
      fatal: true,
      // Nothing says whether the options are meant for the server or for its clients.
      fixes: () => [{ title: 'Put the options into [mysqld]', safe: false, edits: [insertBefore(span, '[mysqld]')] }],
    };
  },
});
