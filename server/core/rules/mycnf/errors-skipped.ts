import { commentOut } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a replica that goes on after errors as if nothing had happened',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (!/^(slave|replica)_skip_errors$/.test(resolution.name) || !value || !valueSpan) return;
    const numbers = value.split(',').map((each) => each.trim().toLowerCase());
    if (numbers.every((each) => each === 'off' || each === '')) return;
    const isBlind = numbers.some((each) => each === 'all' || each === '1062' || each === '1032');
    const edit = commentOut(option);
    yield {
      span: valueSpan,
      severity: isBlind ? 'error' : 'warning',
      message: `${resolution.name} = ${value} lets the replica go on after ${isBlind ? 'rows that are missing or there twice: it drifts from its source, and nothing ever says so' : 'these errors as if nothing had happened'}`,
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: false, edits: [edit] }] : []),
    };
  },
});
