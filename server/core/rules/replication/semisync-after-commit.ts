import { decided } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a semi-synchronous source that shows commits before a replica has them',
  *check(host) {
    const enabled = decided(host, 'rpl_semi_sync_master_enabled');
    if (!enabled || !isOn(enabled)) return;
    // Within InnoDB the log can only be acknowledged after the commit (MariaDB 12.3).
    if (/^innodb$/i.test(host.options.value('binlog_storage_engine') ?? '')) return;
    const point = decided(host, 'rpl_semi_sync_master_wait_point');
    const isLate = point ? /^(after_c\w*|1)$/i.test(point.value ?? '') : host.target.product === 'mariadb';
    if (!isLate) return;
    const name = enabled.name.replace(/enabled$/, 'wait_point');
    const edit = put(point, name, 'AFTER_SYNC', enabled);
    const at = point?.valueSpan ?? enabled.nameSpan;
    yield {
      span: at,
      severity: point ? 'warning' : 'info',
      message: `${point ? `${point.name} = ${point.value ?? ''}` : 'Without a wait point MariaDB waits after the commit (AFTER_COMMIT), and'} shows rows to other clients before a replica has them: after a failover they are gone again`,
      fixes: () => (edit ? [{ title: `Set ${name} = AFTER_SYNC`, safe: false, edits: [edit] }] : []),
    };
  },
});
