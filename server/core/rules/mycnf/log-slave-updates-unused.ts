import { decided, writesBinaryLog } from '../../model/replication-options';
import { isOn } from '../../model/setting';
import { setBelow } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'log_slave_updates on a server without a binary log',
  *check(host) {
    const setting = decided(host, 'log_slave_updates');
    if (!setting || !isOn(setting) || writesBinaryLog(host) !== false) return;
    const off = host.options.effective('log_bin');
    const edit = off ? undefined : setBelow(setting, { log_bin: 'binlog' });
    yield {
      span: setting.nameSpan,
      message: `${setting.name} has no effect, because this server writes no binary log: replicas of it get nothing`,
      ...(off && { related: [{ span: off.nameSpan, message: 'switches the binary log off' }] }),
      fixes: () => (edit ? [{ title: 'Write a binary log, too', safe: false, edits: [edit] }] : []),
    };
  },
});
