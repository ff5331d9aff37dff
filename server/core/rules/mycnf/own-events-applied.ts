import { isSwitchedOn, decided, writesBinaryLog } from '../../model/replication-options';
import { versionNumber } from '../../catalog/release';
import type { Host } from '../../model/host';
import { isOn } from '../../model/setting';
import { commentOut } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'replicate_same_server_id on a server that logs what it replicates',
  *check(host, { options: catalog }) {
    const setting = host.options.effective('replicate_same_server_id');
    if (!setting || !isOn(setting) || isGtidOn(host) !== false) return;
    if (writesBinaryLog(host) !== true || isSwitchedOn(host, 'log_slave_updates', catalog) !== true) return;
    const updates = decided(host, 'log_slave_updates');
    const edit = commentOut(setting);
    yield {
      span: setting.nameSpan,
      message:
        'replicate_same_server_id together with log_slave_updates would send changes round for ever: the server does not start',
      fatal: true,
      ...(updates && { related: [{ span: updates.nameSpan, message: 'logs what it replicates' }] }),
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: true, edits: [edit] }] : []),
    };
  },
});

/** With GTIDs MySQL ignores the option, since it recognises changes by other means; undefined when that is not known. */
function isGtidOn({ options, target: { product, series } }: Host): boolean | undefined {
  if (product === 'mariadb') return false;
  const mode = options.value('gtid_mode');
  if (mode !== undefined) return !/^(off|0)$/i.test(mode);
  return product === 'mysql' && series !== undefined ? versionNumber(series) >= versionNumber('9.5') : undefined;
}
