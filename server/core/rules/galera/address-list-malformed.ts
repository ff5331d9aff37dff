import { galeraNode } from '../../model/wsrep';
import { setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'warning',
  summary: 'an address list with blanks or semicolons in it',
  *check({ options }) {
    const setting = galeraNode(options)?.address;
    const [, list, query = ''] = /^\s*gcomm:\/\/([^?]*)(\?.*)?$/i.exec(setting?.value ?? '') ?? [];
    if (!setting || list === undefined) return;
    const lost = list.split(',').filter((member) => /[\s;]/.test(member) && member.trim() !== '');
    if (lost.length === 0) return;
    const members = list.split(/[\s,;]+/).filter(Boolean);
    yield {
      span: setting.valueSpan ?? setting.nameSpan,
      message: `Galera takes blanks and semicolons for part of a name ("Failed to resolve tcp://${lost[0]}"): of this list it does not find ${lost.map((member) => member.trim()).join(', ')}`,
      fixes: () => {
        const edit = setValue(setting, `gcomm://${members.join(',')}${query.trimEnd()}`);
        return edit ? [{ title: 'Separate the members by commas alone', safe: true, edits: [edit] }] : [];
      },
    };
  },
});
