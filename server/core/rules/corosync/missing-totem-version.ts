import { corosyncSettings, firstSection, sectionAt } from '../../model/corosync-settings';
import { insertAfter, replace } from '../finding';
import { fileRule } from '../rule';

export default fileRule({
  language: 'corosync',
  severity: 'error',
  summary: 'a corosync.conf without "version: 2" in its totem section',
  *check(document) {
    const written = corosyncSettings(document).get('totem.version');
    // A value that is no number is refused for that already.
    if (written && (!/^[+-]?\d+$/.test(written.value) || BigInt(written.value) === 2n)) return;
    const totem = sectionAt(document, 'totem');
    const span = written?.valueSpan ?? (totem ?? firstSection(document))?.nameSpan;
    if (!span) return;
    const edit = written
      ? replace(written.valueSpan, '2')
      : totem?.pairs[0]
        ? insertAfter(totem.pairs[0].valueSpan, 'version: 2')
        : undefined;
    yield {
      span,
      fatal: true,
      message: `${written ? `totem.version is ${written.value}` : 'totem.version is missing'}, but corosync reads version 2 alone: it does not start`,
      fixes: () => (edit ? [{ title: 'Set version: 2', safe: true, edits: [edit] }] : []),
    };
  },
});
