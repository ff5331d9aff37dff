import type { Setting } from '../../model/setting';
import { deleteLine, type Fix, insertBefore } from '../finding';
import { spanText, lineSpan } from '../../syntax/tree';
import { commandLine } from '../../model/setting';
import { hostRule } from '../rule';

/** What log_basename names anew, a value given before it or not (MariaDB 10.11, tried). */
const renamed = 'log_bin log_bin_index relay_log relay_log_index log_error general_log_file slow_query_log_file'.split(
  ' ',
);

export default hostRule({
  severity: 'warning',
  summary: 'the name of a log that log_basename further down takes back',
  *check(host) {
    const base = host.options.effective('log_basename');
    if (!base?.value || host.target.product === 'mysql') return;
    const { stream } = host.options;
    const at = stream.lastIndexOf(base);
    for (const name of renamed) {
      const setting = host.options.effective(name);
      if (!setting?.value || setting.negated || stream.lastIndexOf(setting) > at) continue;
      yield {
        span: setting.valueSpan ?? setting.nameSpan,
        ...(!/^(log_bin|relay_log)/.test(name) && { severity: 'info' as const }),
        message: `${name} is not called ${setting.value}: log_basename stands below it and names all logs after ${base.value}`,
        related: [{ span: base.valueSpan ?? base.nameSpan, message: 'takes the name back' }],
        fixes: () => moveUp(base, setting),
      };
    }
  },
});

/** Not safe: the log gets another name at the next start, and replicas that read by position do not find it. */
function moveUp(base: Setting, above: Setting): Fix[] {
  if (base.group === commandLine || base.nameSpan.block !== above.nameSpan.block) return [];
  const line = spanText(lineSpan(base.nameSpan.block, base.nameSpan.line));
  return [
    {
      title: 'Move log_basename above the names of logs',
      safe: false,
      edits: [insertBefore(above.nameSpan, line), deleteLine(base.nameSpan)],
    },
  ];
}
