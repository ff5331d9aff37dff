import { deleteLine } from '../finding';
import { hostRule } from '../rule';
import { commandLine } from '../../model/setting';

export default hostRule({
  severity: 'info',
  summary: 'two options that both say when binary logs are removed',
  *check({ options, target }) {
    const [days, seconds] = [options.effective('expire_logs_days'), options.effective('binlog_expire_logs_seconds')];
    if (!days || !seconds || target.product === undefined) return;
    if ([days, seconds].some(({ value }) => /^0+$/.test(value ?? ''))) return;
    const isDaysLast = options.stream.lastIndexOf(days) > options.stream.lastIndexOf(seconds);
    // In MariaDB the two are one option, in MySQL the seconds count.
    const loser = target.product === 'mariadb' && isDaysLast ? seconds : days;
    const winner = loser === days ? seconds : days;
    yield {
      span: loser.nameSpan,
      message: `${loser.name} has no effect beside ${winner.name}, which says when binary logs are removed: after ${winner.value} ${winner === days ? 'days' : 'seconds'}`,
      related: [{ span: winner.valueSpan ?? winner.nameSpan, message: 'this one counts' }],
      fixes: () =>
        loser.group === commandLine
          ? []
          : [{ title: `Delete ${loser.name}`, safe: true, edits: [deleteLine(loser.nameSpan)] }],
    };
  },
});
