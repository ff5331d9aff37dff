import { replace } from '../finding';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'a binary log that is called after the machine',
  *check({ options }) {
    const setting = options.effective('log_bin');
    if (!setting || setting.negated || setting.value !== undefined) return;
    // Named by one of these, the files keep their names when the machine gets another one.
    if (['log_basename', 'log_bin_index', 'log_bin_basename', 'pid_file'].some((name) => options.effective(name)))
      return;
    yield {
      span: setting.nameSpan,
      message:
        'log_bin has no value, so the files are called after the machine: after a new host name the server begins another log and replicas get error 1236',
      fixes: () => [
        {
          title: 'Call the files binlog',
          safe: false,
          edits: [replace(setting.nameSpan, `${setting.written} = binlog`)],
        },
      ],
    };
  },
});
