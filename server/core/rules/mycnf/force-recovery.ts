import { commentOut } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'innodb_force_recovery left in a file',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (resolution.name !== 'innodb_force_recovery' || !valueSpan || !/^[1-6]$/.test(value ?? '')) return;
    const level = Number(value);
    const edit = commentOut(option);
    yield {
      span: valueSpan,
      message:
        level >= 4
          ? `innodb_force_recovery = ${level} makes InnoDB read-only and may damage its files for good: it is for rescuing data once`
          : `innodb_force_recovery = ${level} starts a damaged server with parts of it switched off, and keeps every later start so`,
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: false, edits: [edit] }] : []),
    };
  },
});
