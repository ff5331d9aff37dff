import { effectiveValue } from '../../model/defaults';
import { isOn } from '../../model/setting';
import { galeraNode } from '../../model/wsrep';
import { setBelow, setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a Galera node with another innodb_autoinc_lock_mode than 2',
  *check(host, { options }) {
    const node = galeraNode(host.options);
    const mode = node && effectiveValue(host, 'innodb_autoinc_lock_mode', options);
    if (!mode || mode.value === '2') return;
    const wsrep = host.options.effective('wsrep_on');
    const { setting, value } = mode;
    // Where nothing visible switches Galera on, the rest of its options may be out of sight too.
    const place = setting ?? (wsrep && isOn(wsrep) ? wsrep : undefined);
    if (!place) return;
    const edit = setting ? setValue(setting, '2') : setBelow(place, { innodb_autoinc_lock_mode: '2' });
    const told = setting ? `innodb_autoinc_lock_mode ${value}` : `innodb_autoinc_lock_mode unset, which means ${value}`;
    yield {
      span: setting?.valueSpan ?? place.nameSpan,
      message: `${told}: inserts hold a lock on the table that the write sets of other nodes wait for, so ${host.name} stalls or rolls inserts back under load; Galera wants 2`,
      fixes: () => (edit ? [{ title: 'Set innodb_autoinc_lock_mode to 2', safe: true, edits: [edit] }] : []),
    };
  },
});
