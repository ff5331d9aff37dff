import { setValue } from '../option-edits';
import { hostRule } from '../rule';

export default hostRule({
  severity: 'error',
  summary: 'log_bin is a folder in place of the beginning of a file name',
  *check({ options, target }) {
    // Only the last line counts; one before it may name a folder.
    const setting = options.effective('log_bin');
    if (!setting?.value?.endsWith('/')) return;
    const { value } = setting;
    yield {
      span: setting.valueSpan ?? setting.nameSpan,
      message: `log_bin is the beginning of the names of the binary logs, and ${value} is a folder: the server does not start`,
      ...(target.product !== undefined && { fatal: true as const }),
      fixes: () => {
        const name = `${value}mysql-bin`;
        const edit = setValue(setting, name);
        return edit ? [{ title: `Write ${name}`, safe: false, edits: [edit] }] : [];
      },
    };
  },
});
