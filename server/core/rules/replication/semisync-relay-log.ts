import { decided, numberOf } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { put } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'info',
  summary: 'a replica that acknowledges changes it may lose in a crash',
  *check(host, { options: catalog }) {
    const enabled = decided(host, 'rpl_semi_sync_slave_enabled');
    if (!enabled || !isOn(enabled) || host.target.product !== 'mariadb') return;
    const setting = host.options.effective('sync_relay_log');
    const every = numberOf(host, 'sync_relay_log', catalog);
    if (every === undefined || every === 1) return;
    const edit = put(setting, 'sync_relay_log', '1', enabled);
    yield {
      span: setting?.valueSpan ?? enabled.nameSpan,
      message: `This replica acknowledges changes when they are in its relay log, which reaches the disk ${every === 0 ? 'some time later' : `every ${every} events`} (sync_relay_log): a crash loses what the source was told is safe`,
      fixes: () => (edit ? [{ title: 'Set sync_relay_log = 1', safe: false, edits: [edit] }] : []),
    };
  },
});
