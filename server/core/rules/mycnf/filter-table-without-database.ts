import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a replication filter for a table that does not say in which database',
  *check({ value, valueSpan, resolution }) {
    if (!value || !valueSpan || value.includes('.')) return;
    if (!/^replicate_(wild_)?(do|ignore)_table$/.test(resolution.name)) return;
    yield {
      span: valueSpan,
      message: `${resolution.name} wants the database before the table, as in shop.${value}: the server does not start`,
      fatal: true,
    };
  },
});
