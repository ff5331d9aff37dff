import { setValue } from '../option-edits';
import { optionRule } from '../rule';

/** A million seconds, in milliseconds: nobody means to wait that long and then go on. */
const forEver = 1_000_000_000;

export default optionRule({
  severity: 'warning',
  summary: 'a source that stops all writing when its semi-synchronous replica is gone',
  *check(option) {
    const { resolution, value, valueSpan } = option;
    if (!/^rpl_semi_sync_(master|source)_timeout$/.test(resolution.name) || !valueSpan || !/^\d+$/.test(value ?? ''))
      return;
    if (Number(value) < forEver) return;
    const edit = setValue(option, '10000');
    yield {
      span: valueSpan,
      message: `${resolution.name} = ${value} ms: when the last acknowledging replica is gone every commit waits for days, and somebody has to notice`,
      fixes: () => (edit ? [{ title: 'Wait for 10 seconds, the default', safe: false, edits: [edit] }] : []),
    };
  },
});
