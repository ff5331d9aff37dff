import { isOn } from '../../model/setting';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'info',
  summary: 'SQL that may read files of clients or of the server',
  *check(option) {
    const { resolution, value, nameSpan, valueSpan } = option;
    if (resolution.name === 'local_infile' && isOn({ ...option, ...resolution })) {
      const edit = setValue(option, 'OFF');
      yield {
        span: nameSpan,
        message:
          'local_infile lets SQL load files of whichever machine a client runs on; an injected statement can, too',
        fixes: () => (edit ? [{ title: 'Write OFF', safe: false, edits: [edit] }] : []),
      };
    }
    if (resolution.name === 'secure_file_priv' && value === '') {
      yield {
        span: { ...nameSpan, end: valueSpan?.end ?? nameSpan.end },
        message: 'An empty secure_file_priv lets accounts with FILE read and write every file the server can',
      };
    }
  },
});
