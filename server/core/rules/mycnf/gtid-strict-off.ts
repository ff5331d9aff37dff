import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'info',
  summary: 'GTIDs without the strictness that finds stray writes',
  *check({ options, target, roles }) {
    if (target.product !== 'mariadb' || roles.has('galera-node')) return;
    const strict = options.effective('gtid_strict_mode');
    const domain = options.effective('gtid_domain_id');
    if (strict ? isOn(strict) : !domain || !options.effective('log_bin')) return;
    const at = strict ?? domain;
    if (!at) return;
    const edit = put(strict, 'gtid_strict_mode', 'ON', at);
    yield {
      span: strict?.valueSpan ?? at.nameSpan,
      message:
        'Without gtid_strict_mode a write on the wrong server is numbered like any other, and nobody notices until a failover that the servers differ',
      fixes: () => (edit ? [{ title: 'Set gtid_strict_mode = ON', safe: false, edits: [edit] }] : []),
    };
  },
});
