import { isOn } from '../../model/setting';
import { commentOut } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a replication password that SQL shows',
  *check(option) {
    const { resolution, value, nameSpan } = option;
    const isSwitch = /^show_(slave|replica)_auth_info$/.test(resolution.name) && isOn({ ...option, ...resolution });
    if (!isSwitch && !(resolution.name === 'report_password' && value)) return;
    const edit = commentOut(option);
    yield {
      span: nameSpan,
      message: isSwitch
        ? `${resolution.name} prints names and passwords of replicas in SHOW REPLICAS for everybody who may ask`
        : 'report_password tells the source a password, which it shows in clear text, and which nothing uses',
      fixes: () => (edit ? [{ title: 'Make the line a comment', safe: true, edits: [edit] }] : []),
    };
  },
});
