import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'relay_log_recovery together with relay_log_purge = OFF',
  *check({ options }) {
    const [recovery, purge] = [options.effective('relay_log_recovery'), options.effective('relay_log_purge')];
    if (!recovery || !purge || !isOn(recovery) || isOn(purge)) return;
    const edit = put(purge, 'relay_log_purge', 'ON', purge);
    yield {
      span: purge.valueSpan ?? purge.nameSpan,
      message:
        'relay_log_recovery begins anew after a crash and relies on old relay logs being gone; with relay_log_purge = OFF changes may be applied twice or not at all',
      related: [{ span: recovery.valueSpan ?? recovery.nameSpan, message: 'needs relay_log_purge = ON' }],
      fixes: () => (edit ? [{ title: 'Set relay_log_purge = ON', safe: false, edits: [edit] }] : []),
    };
  },
});
