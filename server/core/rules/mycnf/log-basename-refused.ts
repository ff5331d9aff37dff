import { optionRule } from '../rule';

export default optionRule({
  severity: 'error',
  summary: 'a log_basename that MariaDB does not take',
  *check({ value, valueSpan, nameSpan, resolution, target }) {
    if (resolution.name !== 'log_basename' || value === undefined || target.product === 'mysql') return;
    const isPath = value.includes('/');
    if (value !== '' && !value.includes('.') && !isPath) return;
    // From 10.11 on a slash alone is taken; 10.5 refuses it.
    if (isPath && !value.includes('.') && target.series !== '10.5') return;
    yield {
      span: value === '' || !valueSpan ? nameSpan : valueSpan,
      message: `log_basename wants the beginning of a file name, without a dot and without folders: the server does not start`,
      ...(target.product === 'mariadb' && { fatal: true as const }),
    };
  },
});
