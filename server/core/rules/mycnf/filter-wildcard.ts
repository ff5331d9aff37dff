import { spanText } from '../../syntax/tree';
import { commandLine } from '../../model/setting';
import { replace } from '../finding';
import { optionRule } from '../rule';

export default optionRule({
  severity: 'warning',
  summary: 'a replication filter with a wildcard that is none, or one that was not meant',
  *check({ value, valueSpan, nameSpan, resolution, written, group }) {
    if (!value || !valueSpan) return;
    const { name } = resolution;
    if (/^(replicate_(do|ignore)_(db|table)|binlog_(do|ignore)_db)$/.test(name) && value.includes('%')) {
      const wild = /^replicate_(do|ignore)_/.exec(name)?.[1];
      const pattern = value.includes('.') ? value : `${value}.%`;
      const dash = written.includes('-') ? '-' : '_';
      const equals = spanText({ ...nameSpan, start: nameSpan.end, end: valueSpan.start });
      yield {
        span: valueSpan,
        message: `${name} knows no wildcards: no ${name.endsWith('_db') ? 'database' : 'table'} is called "${value}", so the filter matches nothing`,
        fixes: () =>
          wild === undefined || group === commandLine
            ? []
            : [
                {
                  title: `Use replicate_wild_${wild}_table`,
                  safe: false,
                  edits: [
                    replace(
                      { ...nameSpan, end: valueSpan.end },
                      ['replicate', 'wild', wild, 'table'].join(dash) + equals + pattern,
                    ),
                  ],
                },
              ],
      };
    } else if (/^replicate_wild_(do|ignore)_table$/.test(name) && /(^|[^\\])_/.test(spanText(valueSpan))) {
      const text = spanText(valueSpan).replace(/(^|[^\\])_/g, '$1\\_');
      yield {
        span: valueSpan,
        severity: 'info',
        message: `In ${name} an underscore stands for any one character: "${value}" also matches other names of that length; \\_ is the character itself`,
        fixes: () => [{ title: `Write ${text}`, safe: false, edits: [replace(valueSpan, text)] }],
      };
    }
  },
});
