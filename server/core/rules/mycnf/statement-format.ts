import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a binary log of statements, which replicas may carry out differently',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (resolution.name !== 'binlog_format' || !valueSpan || !/^(s\w*|1)$/i.test(value ?? '')) return;
    const edit = setValue(option, 'ROW');
    yield {
      span: valueSpan,
      message: `binlog_format = ${value} logs statements: what depends on time, order or chance comes out differently on a replica, with no error`,
      fixes: () => (edit ? [{ title: 'Write ROW', safe: false, edits: [edit] }] : []),
    };
  },
});
