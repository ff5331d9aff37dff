import { optionLines } from '../../model/option-lines';
import { blockRule } from '../rule';

export default blockRule({
  language: 'mycnf',
  severity: 'error',
  summary: 'a replication filter for a table that does not say in which database',
  *check(block, scope) {
    for (const { value, valueSpan, resolution } of optionLines(block, scope)) {
      if (!value || !valueSpan || value.includes('.')) continue;
      if (!/^replicate_(wild_)?(do|ignore)_table$/.test(resolution.name)) continue;
      yield {
        span: valueSpan,
        message: `${resolution.name} wants the database before the table, as in shop.${value}: the server does not start`,
        fatal: true,
      };
    }
  },
});
