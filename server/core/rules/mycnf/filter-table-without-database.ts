import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a replication filter for a table that does not say in which database',
  *check({ value, valueSpan, nameSpan, resolution }) {
    if (value === undefined || value.includes('.')) return;
    if (!/^replicate_(wild_)?(do|ignore)_table$/.test(resolution.name)) return;
    yield {
      span: value === '' ? nameSpan : (valueSpan ?? nameSpan),
      message: `${resolution.name} wants the database before the table, as in shop.${value || 'orders'}: the server does not start`,
      fatal: true,
    };
  },
});
