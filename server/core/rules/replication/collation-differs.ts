import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph sort and compare texts of new databases differently',
  option: 'collation_server',
  outcome: 'after a failover new tables compare and sort texts in another way',
  countsDefaults: false,
});
