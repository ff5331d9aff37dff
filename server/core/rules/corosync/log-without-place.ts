import { sectionsIn } from '../../model/corosync-settings';
import type { CorosyncPair } from '../../syntax/corosync';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'warning',
  summary: 'a log that is written nowhere',
  *check(document) {
    const pairs = document.blocks
      .flatMap((block) => sectionsIn(block))
      .flatMap((section) => (section.path === 'logging' ? section.pairs : []));
    const line = (name: string) => pairs.findLast(({ key }) => key === name);
    const toFile = line('to_logfile');
    const hasFile = isOn(toFile) && line('logfile') !== undefined;
    if (toFile && isOn(toFile) && !hasFile) {
      yield {
        span: toFile.valueSpan,
        message: `to_logfile: ${toFile.value} without a line "logfile" writes no file, and corosync does not say so`,
      };
    }
    const syslog = line('to_syslog');
    // What goes to standard error the journal of systemd keeps.
    if (!isOff(syslog) || !isOff(line('to_stderr')) || hasFile || !syslog) return;
    yield {
      span: syslog.valueSpan,
      severity: 'info',
      message:
        'Neither syslog nor standard error nor a file gets the log of corosync: after a split nobody can tell what happened',
    };
  },
});

const isOn = (pair: CorosyncPair | undefined): boolean => pair !== undefined && /^(yes|on)$/.test(pair.value);
const isOff = (pair: CorosyncPair | undefined): boolean => pair !== undefined && /^(no|off)$/.test(pair.value);
