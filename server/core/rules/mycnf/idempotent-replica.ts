import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a replica that hides missing and duplicate rows',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (!/^(slave|replica)_exec_mode$/.test(resolution.name) || !valueSpan || !/^(i\w*|1)$/i.test(value ?? '')) return;
    const edit = setValue(option, 'STRICT');
    yield {
      span: valueSpan,
      message: `${resolution.name} = ${value} hides errors 1062 and 1032, by which a replica notices that it differs from its source`,
      fixes: () => (edit ? [{ title: 'Write STRICT', safe: false, edits: [edit] }] : []),
    };
  },
});
