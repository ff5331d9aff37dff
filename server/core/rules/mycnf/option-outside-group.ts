import { groupOf } from '../../syntax/mycnf';
import { lineSpan } from '../../syntax/tree';
import { insertBefore } from '../finding';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'an option before the first group',
  *check(block, { isIncluded }) {
    if (groupOf(block) !== undefined) return;
    const first = block.lines.findIndex((line) => line.kind === 'setting');
    if (first < 0) return;
    const span = lineSpan(block, first);
    const outcome = isIncluded
      ? 'the servers drop the file from here on, since another one includes it and the group there does not count'
      : 'servers and clients stop with "option without preceding group"';
    yield {
      span,
      message: `No [group] stands above this option: ${outcome}`,
      ...(!isIncluded && { fatal: true as const }),
      // Nothing says whether the options are meant for the server or for its clients.
      fixes: () => [{ title: 'Put the options into [mysqld]', safe: false, edits: [insertBefore(span, '[mysqld]')] }],
    };
  },
});
