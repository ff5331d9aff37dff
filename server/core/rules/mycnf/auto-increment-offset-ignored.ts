import { numberOf } from '../../model/replication-options';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'an auto_increment_offset above the step, with which numbers come out wrong',
  *check(host, { options: catalog }) {
    const setting = host.options.effective('auto_increment_offset');
    const offset = numberOf(host, 'auto_increment_offset', catalog);
    const increment = numberOf(host, 'auto_increment_increment', catalog);
    if (!setting?.valueSpan || offset === undefined || increment === undefined || offset <= Math.max(1, increment))
      return;
    const step = host.options.effective('auto_increment_increment');
    yield {
      span: setting.valueSpan,
      message: `auto_increment_offset ${offset} is above the step ${increment}: the server does not count ${offset}, ${offset + increment}, ... but numbers rows in ways that meet those of other servers`,
      ...(step && { related: [{ span: step.valueSpan ?? step.nameSpan, message: 'the step' }] }),
    };
  },
});
