import type { Host } from '../../model/host';
import { changesOf } from '../../model/replication-sql';
import type { Setting } from '../../model/setting';
import { spanText } from '../../syntax/tree';
import { quotedLike } from '../../model/replication-sql';
import { replace } from '../finding';
import { clusterRule } from '../rule';

export default clusterRule({
  severity: 'error',
  summary: 'a replica asks for a log file by a name that its source does not use',
  *check(cluster) {
    for (const { change, source, host } of changesOf(cluster)) {
      const token = change.values.get('log_file')?.value;
      const base = source && source !== host ? logName(source) : undefined;
      const [, asked, number] = /^(.+)\.(\d+)$/.exec(token?.text ?? '') ?? [];
      if (!token?.isKnown || !base || asked === undefined || number === undefined || asked === base.name) continue;
      yield {
        span: token.span,
        message: `${source?.name} calls its log files ${base.name}.${number}, not ${token.text}: the IO thread stops with error 1236, "Could not find first log file name in binary log index file"`,
        related: [{ span: base.setting.valueSpan ?? base.setting.nameSpan, message: 'what names the log' }],
        fixes: () => [
          {
            title: `Write ${base.name}.${number}`,
            safe: false,
            edits: [replace(token.span, quotedLike(token, spanText(token.span), `${base.name}.${number}`))],
          },
        ],
      };
    }
  },
});

/**
 * What a source's log files are called, when a line says so: the last part of log_bin, without a suffix, or what
 * log_basename below it makes of the name.
 */
function logName({ options, target }: Host): { name: string; setting: Setting } | undefined {
  const [log, base] = [options.effective('log_bin'), options.effective('log_basename')];
  if (!log || log.negated) return undefined;
  const isRenamed =
    base?.value && target.product !== 'mysql' && (log.value === undefined || isBelow(base, log, options.stream));
  if (isRenamed && base.value) return { name: `${base.value.split('/').at(-1)}-bin`, setting: base };
  if (!log.value) return undefined;
  const last = log.value.split('/').at(-1) as string;
  return { name: last.replace(/\.[^.]*$/, ''), setting: log };
}

function isBelow(one: Setting, other: Setting, stream: readonly Setting[]): boolean {
  return stream.lastIndexOf(one) > stream.lastIndexOf(other);
}
