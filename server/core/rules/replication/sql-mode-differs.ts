import { agreement, meaningOfSet } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph have different rules for SQL',
  option: 'sql_mode',
  outcome: 'after a failover statements fail that worked before, or values are cut without an error',
  meaningOf: meaningOfSet,
});
