import { numberOf, writesBinaryLog } from '../../model/replication-options';
import { mayHavePackagedFile } from '../../model/packaged-files';
import { setBelow, setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'binary logs that are never removed',
  *check(host, { options: catalog }) {
    const { options, target } = host;
    const log = options.effective('log_bin');
    if (!log || target.product === undefined || !writesBinaryLog(host)) return;
    const limits = ['expire_logs_days', 'binlog_expire_logs_seconds', 'max_binlog_total_size', 'binlog_space_limit'];
    const set = limits.flatMap((name) => options.effective(name) ?? []);
    const keeping = set.find(({ name, value }) => /^expire|_seconds$/.test(name) && /^0+$/.test(value ?? ''));
    if (set.some((setting) => setting !== keeping && !/^0+$/.test(setting.value ?? ''))) return;
    const byDefault = ['expire_logs_days', 'binlog_expire_logs_seconds'].some(
      (name) => !options.effective(name) && (numberOf(host, name, catalog) ?? 0) > 0,
    );
    if (!keeping && mayHavePackagedFile(host)) return;
    const isMysql = target.product === 'mysql';
    // MySQL removes logs by default, so that only a 0 in a file keeps them for ever.
    if ((byDefault && !keeping) || (isMysql && keeping?.name !== 'binlog_expire_logs_seconds')) return;
    const name = isMysql ? 'binlog_expire_logs_seconds' : 'expire_logs_days';
    const edit = keeping
      ? setValue(keeping, keeping.name === 'expire_logs_days' ? '14' : '1209600')
      : setBelow(log, { [name]: isMysql ? '1209600' : '14' });
    const span = keeping ? (keeping.valueSpan ?? keeping.nameSpan) : log.nameSpan;
    yield {
      span,
      message: keeping
        ? 'The binary logs are kept for ever: one day the disk is full and the server stops writing'
        : 'This server writes a binary log and never removes one, which is the default of MariaDB: one day the disk is full and the server stops writing',
      fixes: () => (edit ? [{ title: 'Keep binary logs for 14 days', safe: false, edits: [edit] }] : []),
    };
  },
});
