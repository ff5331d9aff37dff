import { isOn } from '../../model/setting';
import { commentOut } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a server that lets everybody in with all privileges',
  *check(option) {
    const { resolution } = option;
    if (resolution.name !== 'skip_grant_tables' || !isOn({ ...option, ...resolution })) return;
    const edit = commentOut(option);
    yield {
      span: option.nameSpan,
      message:
        'skip_grant_tables lets everybody in without a password and with all privileges; it is for resetting a lost password, once',
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: false, edits: [edit] }] : []),
    };
  },
});
