import type { Fix } from '../finding';
import { replace } from '../finding';
import { commandLine } from '../../model/setting';
import type { OptionLine } from '../../model/option-lines';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a binary log that is meant to be switched and is named instead',
  *check(option) {
    const { value, valueSpan, resolution } = option;
    if (resolution.name !== 'log_bin' || !valueSpan || value === undefined || resolution.negated) return;
    if (/^(off|false|no|none|0|disabled?)$/i.test(value)) {
      yield {
        span: valueSpan,
        message: `log_bin takes the name of its files, so this switches the binary log on and calls it ${value}.000001; skip-log-bin switches it off`,
        fixes: () => fixes(option, 'skip-log-bin', 'Write skip-log-bin'),
      };
    } else if (/^(on|true|yes|1|enabled?)$/i.test(value)) {
      yield {
        span: valueSpan,
        severity: 'info',
        message: `log_bin takes the name of its files: the binary log is on and called ${value}.000001`,
        fixes: () => fixes(option, 'log_bin=binlog', 'Call the files binlog'),
      };
    }
  },
});

/** Not safe: one switches the log off, the other renames it, and replicas that read by position lose their place. */
function fixes({ nameSpan, valueSpan, group }: OptionLine, text: string, title: string): Fix[] {
  const written = group === commandLine ? text : text.replace('=', ' = ');
  return [{ title, safe: false, edits: [replace({ ...nameSpan, end: valueSpan?.end ?? nameSpan.end }, written)] }];
}
