import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'info',
  summary: 'a replica that notices a cut link after minutes only',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (!/^(slave|replica)_net_timeout$/.test(resolution.name) || !valueSpan || !/^\d+$/.test(value ?? '')) return;
    if (Number(value) <= 60) return;
    const edit = setValue(option, '60');
    yield {
      span: valueSpan,
      message: `${resolution.name} = ${value}: when the link to the source is cut, this replica says Yes, Yes and no lag for ${value} seconds`,
      fixes: () => (edit ? [{ title: 'Write 60, the default', safe: false, edits: [edit] }] : []),
    };
  },
});
