import { agreement } from '../combinators/agreement';

export default agreement({
  severity: 'warning',
  summary: 'servers of one replication graph give new databases different character sets',
  option: 'character_set_server',
  outcome: 'after a failover new databases and tables get another character set than before',
  meaningOf: (value) => value.toLowerCase().replace(/^utf8$/, 'utf8mb3'),
});
