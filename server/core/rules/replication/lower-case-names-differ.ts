import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph compare the names of tables differently',
  option: 'lower_case_table_names',
  outcome: 'a table that one of them finds the other does not, and replication stops with error 1146',
  isFixed: true,
});
