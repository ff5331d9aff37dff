import { effectiveValue } from '../../model/defaults';
import { isOn } from '../../model/setting';
import { galeraNode } from '../../model/wsrep';
import type { Edit } from '../finding';
import { setBelow, setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a Galera node with another binlog_format than ROW',
  *check(host, { options }) {
    const node = galeraNode(host.options);
    const format = node && effectiveValue(host, 'binlog_format', options);
    if (!format || isRow(format.value)) return;
    const wsrep = host.options.effective('wsrep_on');
    const { setting, value } = format;
    // Where nothing visible switches Galera on, the rest of its options may be out of sight too.
    const place = setting ?? (wsrep && isOn(wsrep) ? wsrep : undefined);
    if (!place) return;
    const edit: Edit | undefined = setting ? setValue(setting, 'ROW') : setBelow(place, { binlog_format: 'ROW' });
    yield {
      span: setting?.valueSpan ?? place.nameSpan,
      message: setting
        ? `A Galera node replicates rows only: with binlog_format ${value} ${host.name} does not start`
        : `binlog_format is set nowhere and is ${value} by default: a Galera node replicates rows only, so ${host.name} does not start`,
      // XtraDB Cluster may do with a warning, depending on pxc_strict_mode.
      ...(host.target.product === 'mariadb' && { fatal: true as const }),
      fixes: () => (edit ? [{ title: 'Set binlog_format to ROW', safe: true, edits: [edit] }] : []),
    };
  },
});

/** The servers take an enumeration's value in any case, shortened, or as its number (MIXED, STATEMENT, ROW). */
function isRow(value: string): boolean {
  return value === '2' || (value !== '' && 'row'.startsWith(value.toLowerCase()));
}
