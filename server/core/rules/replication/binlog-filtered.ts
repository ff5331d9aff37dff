import { commentOut } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'changes that never get into the binary log',
  *check(option) {
    const { resolution, value, nameSpan } = option;
    if (!/^binlog_(do|ignore)_db$/.test(resolution.name) || !value) return;
    const isDo = resolution.name === 'binlog_do_db';
    const edit = commentOut(option);
    yield {
      span: nameSpan,
      message: `${resolution.name} keeps ${isDo ? `everything but ${value}` : value} out of the binary log: no replica and no recovery to a point in time ever gets those changes; filter on replicas (replicate_*)`,
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: false, edits: [edit] }] : []),
    };
  },
});
