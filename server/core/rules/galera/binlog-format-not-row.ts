import { effectiveValue } from '../../model/defaults';
import type { Host } from '../../model/host';
import { galeraNode, replicatesWith } from '../../model/wsrep';
import { setBelow, setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'a Galera node with another binlog_format than ROW',
  *check(host, { options }) {
    const node = galeraNode(host.options);
    const format = node && effectiveValue(host, 'binlog_format', options);
    if (!format || isRow(format.value)) return;
    const { setting, value } = format;
    const switchedOn = loadsGalera(host);
    // Where part of the options is out of sight, binlog_format may be there too.
    const place = setting ?? switchedOn;
    if (!place) return;
    const edit = setting ? setValue(setting, 'ROW') : setBelow(place, { binlog_format: 'ROW' });
    const told = setting
      ? `binlog_format is ${value || 'empty'}`
      : `binlog_format is set nowhere and is ${value} by default`;
    const outcome = switchedOn ? `so ${host.name} does not start` : `so ${host.name} does not start as one`;
    yield {
      span: setting?.valueSpan ?? place.nameSpan,
      severity: switchedOn ? 'error' : 'warning',
      message: `${told}, and a Galera node replicates rows only: ${outcome}`,
      // XtraDB Cluster may do with a warning, depending on pxc_strict_mode.
      ...(switchedOn && host.target.product === 'mariadb' && { fatal: true as const }),
      fixes: () => (edit ? [{ title: 'Set binlog_format to ROW', safe: true, edits: [edit] }] : []),
    };
  },
});

/** The line that switches Galera on, when a provider is named as well: without one MariaDB starts as a lone server. */
function loadsGalera(host: Host) {
  return replicatesWith(host) && host.options.effective('wsrep_on');
}

/** The servers take an enumeration's value in any case, shortened, or as its number (MIXED, STATEMENT, ROW). */
function isRow(value: string): boolean {
  return value === '2' || (value !== '' && 'row'.startsWith(value.toLowerCase()));
}
