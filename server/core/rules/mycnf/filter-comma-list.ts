import type { OptionLine } from '../../model/option-lines';
import { spanText } from '../../syntax/tree';
import { type Edit, insertAfter } from '../finding';
import { setValue } from '../option-edits';
import { optionRule } from '../rule';

const filter = /^(replicate_(do|ignore)_(db|table)|replicate_wild_(do|ignore)_table|binlog_(do|ignore)_db)$/;

export default optionRule({
  severity: 'error',
  summary: 'a replication filter with a list of names, which the servers take for one name',
  *check(option) {
    const { value, valueSpan, resolution } = option;
    if (!value?.includes(',') || !valueSpan || !filter.test(resolution.name)) return;
    const names = value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    yield {
      span: valueSpan,
      message: `In a file ${resolution.name} takes one name a line: no ${/_db$/.test(resolution.name) ? 'database' : 'table'} is called "${value}", so the filter matches nothing, although SHOW prints the same list as for a good one`,
      fixes: () => [
        { title: `Write ${names.length} lines, one for each name`, safe: true, edits: spread(option, names) },
      ],
    };
  },
});

/** The first name stays on the line, the others follow on lines like it. */
function spread(option: OptionLine, [first = '', ...others]: readonly string[]): Edit[] {
  const { nameSpan, valueSpan } = option;
  const start = spanText({ ...nameSpan, end: valueSpan?.start ?? nameSpan.end });
  const written = valueSpan ? spanText(valueSpan) : '';
  const quote = /^(["'])[^]*\1$/.exec(written)?.[1] ?? '';
  const edit = setValue(option, first);
  const lines = others.map((name) => start + quote + name + quote);
  return edit ? [edit, ...(lines.length > 0 ? [insertAfter(nameSpan, lines.join('\n'))] : [])] : [];
}
